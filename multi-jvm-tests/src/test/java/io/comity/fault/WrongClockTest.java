package io.comity.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.harness.Cluster;
import io.comity.harness.Member;
import io.comity.harness.programs.GuestMain;
import io.comity.harness.programs.OwnerMain;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An owner whose clock is wrong, while it runs or when it starts: what it took back stays so, and all is well when the clock is. {@code
 * -Dcomity.faults=500} starts it with each wrong clock, a smaller number only with the worst.
 */
final class WrongClockTest {
    private static final String HELLO = Recovery.HELLO;
    private static final String REVOKED = "refused: revoked";
    private static final String RIGHT = "PT0S";
    private static final List<String> WRONG = List.of("PT1H", "PT-1H", "P-3653D");
    private static final List<String> WRONG_AT_START = Recovery.IS_FULL ? WRONG : WRONG.subList(2, 3);

    @Test
    void nothingIsGrantedByAClockAndNothingIsLost() throws Exception {
        try (Cluster cluster = new Cluster("wrong clock")) {
            cluster.observe(() -> {
                Member alice = owner(cluster, RIGHT);
                Member bob = cluster.fork("bob", GuestMain.class, "tcp");
                Member carol = cluster.fork("carol", GuestMain.class, "tcp");
                bob.ask("accept " + alice.ask("invite"));
                carol.ask("accept " + alice.ask("invite"));
                bob.awaitAnswer("ask greeter", HELLO);
                carol.awaitAnswer("ask greeter", HELLO);
                alice.ask("revoke-holder " + carol.ask("id"));
                assertThat(carol.ask("ask greeter")).isEqualTo(REVOKED);
                for (String skew : WRONG) {
                    alice.ask("clock " + skew);
                    assertThat(bob.ask("ask greeter")).as(skew).isEqualTo(HELLO);
                    assertThat(carol.ask("ask greeter")).as(skew).startsWith("refused");
                    Recovery.of("clock wrong by " + skew, () -> {
                        alice.ask("clock " + RIGHT);
                        Recovery.awaitWhole(alice, bob);
                    });
                }
                alice.kill();
                for (String skew : WRONG_AT_START) {
                    startedWith(cluster, skew, bob, carol);
                    Recovery.of(
                            "clock wrong by " + skew + " at the start", () -> startedWith(cluster, RIGHT, bob, carol));
                }
                return null;
            });
        }
    }

    private static void startedWith(Cluster cluster, String skew, Member bob, Member carol) {
        Member alice = owner(cluster, skew);
        Recovery.meet(alice, bob);
        Recovery.meet(alice, carol);
        assertThat(alice.ask("invite")).isNotEmpty();
        Recovery.awaitWhole(alice, bob);
        assertThat(carol.ask("ask greeter")).as(skew).startsWith("refused");
        alice.kill();
    }

    private static Member owner(Cluster cluster, String skew) {
        return cluster.fork("alice", OwnerMain.class, "tcp", "skew=" + skew);
    }
}
