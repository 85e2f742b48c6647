package io.comity.artery;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.comity.identity.MemoryKeyHolder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerializerTableTest {
    private static final Config QUIET = ConfigFactory.parseString("akka { loglevel = OFF, stdout-loglevel = OFF }")
            .withFallback(ConfigFactory.defaultReference())
            .resolve();

    private final MemoryKeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);
    private final SignedSerializer only = new SignedSerializer(
            new Origin(key.nodeId(), 1, key::sign), uid -> Optional.empty(), new Refusals(more -> {}));
    private @Nullable ActorSystem system;

    @AfterEach
    void stop() {
        if (system != null) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    @Test
    void leavesOneSerializerAndNothingElse() {
        ActorSystem guarded = start(SerializerTable.withoutBindings(QUIET), true);
        SerializerTable.seal(guarded, only);
        assertThat(SerializerTable.flaw(guarded, only)).isEmpty();
        Serialization serialization = SerializationExtension.get(guarded);
        assertThat(serialization.serializerByIdentity().keySet().toList().mkString(","))
                .isIn("0,917", "917,0");
    }

    @Test
    void noticesThatSlotZeroIsAkkas() {
        ActorSystem unsealed = start(SerializerTable.withoutBindings(QUIET), true);
        assertThat(SerializerTable.flaw(unsealed, only)).contains("a foreign serializer is in slot 0");
    }

    @Test
    void noticesForeignSerializers() {
        ActorSystem stock = start(QUIET, false);
        SerializerTable.seal(stock, only);
        assertThat(SerializerTable.flaw(stock, only)).contains("a foreign serializer is installed");
    }

    private ActorSystem start(Config config, boolean ours) {
        ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(config));
        ActorSystem started = ActorSystem.create("tables", ours ? setup.withSetup(SerializerTable.only(only)) : setup);
        system = started;
        return started;
    }
}
