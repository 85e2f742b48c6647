package io.comity.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.harness.Cluster;
import io.comity.harness.Member;
import io.comity.harness.programs.GuestMain;
import io.comity.harness.programs.OwnerMain;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Processes that stand still for a while, and that are gone without a word: whoever is left goes on with them when they are back. */
final class KilledAndPausedTest {
    /** So long that a friend gives the session up; otherwise so short that it does not. */
    private static final Duration STANDSTILL = Duration.ofSeconds(Recovery.IS_FULL ? 30 : 3);

    private static final String OF_ITS_CALLER = Recovery.IS_FULL ? "failed" : "greeted";

    @Test
    void aNodeThatStoodStillAndOneThatWasKilledAreWholeWhenTheyRunAgain() throws Exception {
        try (Cluster cluster = new Cluster("paused and killed")) {
            cluster.observe(() -> {
                Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
                Member bob = cluster.fork("bob", GuestMain.class, "tcp");
                bob.ask("accept " + alice.ask("invite"));
                Recovery.awaitWhole(alice, bob);
                standsStill(alice, bob);
                Member again = killed(cluster, alice, bob);
                friendIsKilled(cluster, again, bob);
                return null;
            });
        }
    }

    private static void standsStill(Member alice, Member bob) throws Exception {
        alice.pause();
        bob.ask("ask-later greeter");
        assertThat(alice.lives(STANDSTILL)).isTrue();
        Recovery.of("SIGSTOP", () -> {
            alice.resume();
            Recovery.awaitWhole(alice, bob);
        });
        bob.await(OF_ITS_CALLER);
    }

    private static Member killed(Cluster cluster, Member alice, Member bob) {
        String names = alice.ask("names");
        alice.kill();
        Member[] again = new Member[1];
        Recovery.of("kill -9 of an owner", () -> {
            again[0] = cluster.fork("alice", OwnerMain.class, "tcp");
            assertThat(again[0].ask("names")).isEqualTo(names);
            again[0].ask("offer");
            Recovery.meet(again[0], bob);
            Recovery.awaitWhole(again[0], bob);
        });
        return again[0];
    }

    private static void friendIsKilled(Cluster cluster, Member alice, Member bob) {
        bob.kill();
        Recovery.of("kill -9 of a friend", () -> {
            Member again = cluster.fork("bob", GuestMain.class, "tcp");
            Recovery.meet(alice, again);
            Recovery.awaitWhole(alice, again);
        });
    }
}
