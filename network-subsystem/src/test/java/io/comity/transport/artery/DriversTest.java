package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import io.comity.identity.MemoryKeyHolder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drivers that do nothing. */
final class DriversTest {
    private static final Connection CONNECTION = Connection.inbound(new Peers(new Surroundings(
            ArteryKind.TLS,
            MemoryKeyHolder.fromSeed(new byte[32]).nodeId(),
            new Limits(1, 1, 1),
            node -> false,
            node -> false,
            () -> 0,
            Runnable::run)));

    private final ActorSystem system = ActorSystem.create("drivers");
    private final Drivers drivers = new Drivers();

    @AfterEach
    void stop() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private ActorRef driver() {
        return system.actorOf(Props.empty());
    }

    @Test
    void thereAreAsManyConnectionsAsMayBeAndNotOneMore() {
        List<ActorRef> taken = new ArrayList<>();
        for (int i = 0; i < Drivers.MAX_CONNECTIONS; i++) {
            taken.add(driver());
            assertThat(drivers.add(taken.get(i), CONNECTION)).isTrue();
        }
        ActorRef late = driver();
        assertThat(drivers.add(late, CONNECTION)).isFalse();
        assertThat(drivers.remove(late)).isEmpty();
        assertThat(drivers.remove(taken.get(0))).isPresent();
        assertThat(drivers.add(late, CONNECTION)).isTrue();
    }
}
