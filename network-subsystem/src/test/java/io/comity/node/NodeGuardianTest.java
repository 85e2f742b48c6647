package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.ReceiveTable;
import io.comity.Samples;
import io.comity.desk.http.HttpEndpoint;
import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.router.Router;
import io.comity.store.MemoryStore;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.TransportProtocol;
import io.comity.transport.memory.MemoryTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeGuardianTest {
    private final KeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);

    @TempDir
    Path home;

    @Test
    void takesEveryMessageOfItsProtocol() {
        ActorTestKit kit = ActorTestKit.create();
        try {
            IntFunction<Transport> transport = port -> new MemoryTransport();
            Samples samples = new Samples()
                    .with(ActorRef.class, kit.createTestProbe().getRef())
                    .with(Behavior.class, Behaviors.ignore())
                    .with(EngineId.class, new EngineId(key.nodeId(), "talk"))
                    .with(IntFunction.class, transport)
                    .with(Map.class, Map.of())
                    .with(Protocol.class, Protocol.of(String.class))
                    .with(Router.Command.class, new Router.Meet(key.nodeId(), List.of()))
                    .with(String.class, MemoryTransport.NAME)
                    .with(HttpEndpoint.Report.class, new HttpEndpoint.NotListening("no"))
                    .with(
                            TransportProtocol.ListenReply.class,
                            new TransportProtocol.Listening(new Address(MemoryTransport.NAME, "localhost", 1)));
            assertThat(ReceiveTable.missing(
                            kit, samples.of(NodeGuardian.Command.class), () -> NodeGuardian.create(parts())))
                    .isEmpty();
        } finally {
            kit.shutdownTestKit();
        }
    }

    private NodeGuardian.Parts parts() {
        NodeSettings settings = NodeSettings.named("alice").home(home).set("comity.transports", List.of("memory"));
        return Assembly.parts(
                Blueprint.read(settings.read(), settings.folder()), key, new MemoryStore(), new Machine());
    }
}
