package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.store.MemoryStore;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on a machine that lacks what one of its transports needs. */
final class UnavailableTransportTest {
    private final ActorTestKit kit = ActorTestKit.create();
    private final KeyHolder key = MemoryKeyHolder.fromSeed(new byte[32]);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @TempDir
    Path home;

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    /** Needs pigeons. */
    private final class Pigeons implements Transport {
        @Override
        public String name() {
            return "pigeon";
        }

        @Override
        public Optional<String> unavailable() {
            return Optional.of("there are no pigeons");
        }

        @Override
        public CompletionStage<Address> listen(Consumer<Wire> accepted) {
            throw new AssertionError("asked although unavailable");
        }

        @Override
        public CompletionStage<Wire> dial(Address address, NodeId expected) {
            throw new AssertionError("asked although unavailable");
        }

        @Override
        public CompletionStage<Void> close() {
            closed.complete(null);
            return closed;
        }
    }

    private NodeGuardian.Parts parts(boolean withMemory) {
        NodeSettings settings = NodeSettings.named("alice").home(home).set("comity.transports", List.of("memory"));
        NodeGuardian.Parts parts = Assembly.parts(
                Blueprint.read(settings.read(), settings.folder()), key, new MemoryStore(), new Machine());
        Map<String, IntFunction<Transport>> transports = new HashMap<>(withMemory ? parts.transports() : Map.of());
        transports.put("pigeon", port -> new Pigeons());
        return new NodeGuardian.Parts(
                parts.self(),
                parts.router(),
                parts.registry(),
                transports,
                parts.ports(),
                parts.addresses(),
                parts.handshakes(),
                parts.connections(),
                parts.counters(),
                parts.petnames(),
                parts.detached());
    }

    private StatusReply<Done> startOf(NodeGuardian.Parts parts) {
        TestProbe<StatusReply<Done>> probe = kit.createTestProbe();
        ActorRef<NodeGuardian.Command> guardian = kit.spawn(NodeGuardian.create(parts));
        guardian.tell(new NodeGuardian.ReportStart(probe.getRef()));
        return probe.receiveMessage(Duration.ofSeconds(30));
    }

    @Test
    void aTransportThatDoesNotWorkHereIsDoneWithout() {
        NodeGuardian.Parts parts = parts(true);
        assertThat(startOf(parts).isSuccess()).isTrue();
        assertThat(parts.addresses()).containsOnlyKeys("memory");
        assertThat(closed).isCompleted();
    }

    @Test
    void aNodeOfWhichNoTransportWorksHereDoesNotStart() {
        assertThat(startOf(parts(false)).getError())
                .hasMessage("none of its transports works on this machine (pigeon: there are no pigeons);"
                        + " set comity.transports to others");
    }
}
