package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.evidence.EvidenceFile;
import io.comity.evidence.LedgerFile;
import io.comity.evidence.Proof;
import io.comity.mission.Caveats;
import io.comity.mission.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes with keys of their own over real sockets, one of which wants proof of what the other sends. */
final class EvidenceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    sealed interface Command {}

    record Order(int number, String text) implements Command {}

    @TempDir
    Path home;

    private final Queue<Command> heard = new ConcurrentLinkedQueue<>();
    private Node alice;
    private Node bob;

    @BeforeEach
    void start() {
        alice = Neighbours.start(home, "alice", Map.of("comity.connection.heartbeat", "200ms"));
        bob = Neighbours.start(home, "bob", Map.of("comity.connection.heartbeat", "200ms"));
        alice.spawn(
                "shop",
                Command.class,
                Behaviors.receive(Command.class)
                        .onAnyMessage(command -> {
                            heard.add(command);
                            return Behaviors.same();
                        })
                        .build());
    }

    @AfterEach
    void stop() {
        bob.close();
        alice.close();
    }

    private ActorRef<Command> shop(Evidence level) {
        bob.accept(alice.missions()
                .define("orders")
                .allow("shop")
                .evidence(level)
                .invite(Duration.ofDays(1), 1, Caveats.NONE));
        return bob.engine(alice.id(), "shop", Command.class);
    }

    private void awaitHeard(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).hasSize(count));
    }

    @ParameterizedTest
    @EnumSource(Evidence.class)
    void everyLevelDeliversInOrderAndWhatIsKeptIsProven(Evidence level) {
        ActorRef<Command> shop = shop(level);
        for (int i = 0; i < 2_000; i++) {
            shop.tell(new Order(i, "a".repeat(i % 300)));
        }
        awaitHeard(2_000);
        assertThat(heard.stream().map(command -> ((Order) command).number())).isSorted();
        List<KeptEvidence.Item> kept = alice.evidence().of(bob.id());
        assertThat(kept).hasSize(level == Evidence.OFF ? 0 : 2_000);
        if (level != Evidence.OFF) {
            List<Proof.Finding> findings = EvidenceFile.check(alice.evidence().export(kept.subList(0, 100)));
            assertThat(findings)
                    .hasSize(100)
                    .allSatisfy(found -> assertThat(found).isInstanceOf(Proof.Holds.class))
                    .extracting(found -> ((Proof.Holds) found).body())
                    .as("each is proven, and not its neighbour")
                    .doesNotHaveDuplicates();
            assertThat(alice.counters().getOrDefault("refused.denied", 0L)).isZero();
        }
    }

    @Test
    void aLongMessageIsProvenAsAWhole() {
        ActorRef<Command> shop = shop(Evidence.BATCH);
        shop.tell(new Order(1, "x".repeat(500_000)));
        shop.tell(new Order(2, "short"));
        awaitHeard(2);
        List<KeptEvidence.Item> kept = alice.evidence().list();
        assertThat(kept).hasSize(2);
        assertThat(EvidenceFile.check(alice.evidence().export(kept)))
                .allSatisfy(found -> assertThat(found).isInstanceOf(Proof.Holds.class));
    }

    @Test
    void bothSidesSignTheSameAccountAndItGoesOn() {
        ActorRef<Command> shop = shop(Evidence.BATCH);
        for (int round = 1; round <= 3; round++) {
            int accounts = round;
            shop.tell(new Order(round, "one"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(alice.receipts().list())
                            .hasSize(accounts)
                            .allMatch(KeptReceipts.Item::isAgreed));
        }
        byte[] file = alice.receipts().export(bob.id());
        assertThat(LedgerFile.check(file))
                .hasSize(3)
                .allSatisfy(found -> assertThat(found).isInstanceOf(LedgerFile.Holds.class));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(bob.receipts().export(alice.id())).isEqualTo(file));
    }
}
