package io.comity.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.harness.Cluster;
import io.comity.harness.Member;
import io.comity.harness.programs.GuestMain;
import io.comity.harness.programs.OwnerMain;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Two processes with one key, each in a folder of its own, as if on two machines. */
final class CopiedHomeTest {
    private static final String HELLO = Recovery.HELLO;

    @Test
    void bothHearOfEachOtherTheirPeerDoesTooAndTheOneThatIsLeftGoesOn() throws Exception {
        try (Cluster cluster = new Cluster("copied home of a guest")) {
            cluster.observe(() -> {
                Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
                Member bob = cluster.fork("bob", GuestMain.class, "tcp");
                bob.ask("accept " + alice.ask("invite"));
                assertThat(bob.ask("ask greeter")).isEqualTo(HELLO);

                Home.copy(cluster.folder().resolve("bob"), cluster.folder().resolve("twin"));
                Member twin = cluster.fork("twin", GuestMain.class, "tcp", "elsewhere");
                twin.ask("meet " + alice.ask("id") + " " + alice.ask("address"));
                assertThat(twin.ask("ask greeter")).isEqualTo(HELLO);

                bob.ask("ask greeter");
                bob.await("self-twice");
                twin.await("self-twice");
                alice.await("seen-twice");
                twin.awaitAnswer("ask greeter", HELLO, Recovery.MOST);
                assertThat(bob.ask("ask greeter")).isEqualTo("refused: unreachable");

                Recovery.of("copied home elsewhere", () -> {
                    twin.kill();
                    Recovery.awaitWhole(alice, bob);
                });
                return null;
            });
        }
    }

    @Test
    void onOneMachineTheSecondIsNotStartedAndSaysWhereTheFirstIs() throws Exception {
        try (Cluster cluster = new Cluster("copied home on one machine")) {
            cluster.observe(() -> {
                Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
                Path original = cluster.folder().resolve("alice");
                Home.copy(original, cluster.folder().resolve("twin"));
                assertThatThrownBy(() -> cluster.fork("twin", OwnerMain.class, "tcp"))
                        .hasMessageContaining("is in use by another process, which runs node")
                        .hasMessageContaining(original.resolve("owner").toString())
                        .hasMessageContaining("stop that, or if this is a copy delete node.key");
                Recovery.of("copied home on one machine", () -> {
                    alice.kill();
                    cluster.fork("twin", OwnerMain.class, "tcp").ask("name whole");
                });
                return null;
            });
        }
    }

    @Test
    void inOneFolderTheSecondIsNotStartedAndTheFirstGoesOn() throws Exception {
        try (Cluster cluster = new Cluster("two in one home")) {
            cluster.observe(() -> {
                Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
                assertThatThrownBy(() -> cluster.fork("alice", OwnerMain.class, "tcp"))
                        .hasMessageContaining("comity.db is in use by another process; is this node running already?");
                assertThat(alice.ask("id")).isNotEmpty();
                Recovery.of("two processes in one home", () -> {
                    alice.kill();
                    cluster.fork("alice", OwnerMain.class, "tcp").ask("name whole");
                });
                return null;
            });
        }
    }
}
