package io.comity.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comity.harness.Cluster;
import io.comity.harness.Member;
import io.comity.harness.programs.GuestMain;
import io.comity.harness.programs.OwnerMain;
import io.comity.harness.programs.TopicKeeperMain;
import io.comity.identity.MemoryKeyHolder;
import io.comity.mission.Revocation;
import io.comity.store.SqliteStore;
import io.comity.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A machine that has no room on its disk, no descriptors, or a disk that may not be written: what needs none of that goes on, what does is refused
 * with the place, the cause and the cure, and all is well within {@link Recovery#GOAL} of the end of it. Limits of a process are set while it
 * runs, since that works wherever tests run: a file that may not grow is to SQLite what a full disk is.
 */
final class ExhaustedMachineTest {
    private static final String HELLO = Recovery.HELLO;

    private static final String NOBODY =
            MemoryKeyHolder.fromSeed(new byte[32]).nodeId().text();

    /** Before its holder was told so, and after. */
    private static final Set<String> TAKEN_BACK = Set.of("refused: revoked", "refused: denied");

    /** Even root is then refused what the permissions of a file refuse. */
    private static final List<String> WITHOUT_OVERRIDE = List.of(
            "setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search");

    @Test
    void aNodeWhoseDiskIsFullServesItsFriendsAndWritesAgainWhenItHasRoom() throws Exception {
        Disk disk = Disk.any();
        try (Cluster cluster = new Cluster("full disk")) {
            cluster.observe(() -> {
                Path home = home(cluster);
                Member alice = cluster.forkBy(disk.launcher(), "alice", OwnerMain.class, "tcp");
                Member bob = cluster.fork("bob", GuestMain.class, "tcp");
                bob.ask("accept " + alice.ask("invite"));
                assertThat(bob.ask("ask greeter")).isEqualTo(HELLO);

                disk.fill(alice, home);
                assertThatThrownBy(() -> alice.ask("name meanwhile"))
                        .hasMessageContaining("comity.db did not take it")
                        .hasMessageContaining("make room");
                assertThatThrownBy(() -> alice.ask("revoke-holder " + NOBODY))
                        .hasMessageContaining("make room there, and it is written by itself");
                assertThatThrownBy(() -> revoked(cluster, alice)).hasMessageContaining("its disk did not take them");
                assertThat(bob.ask("ask greeter")).isEqualTo(HELLO);
                Recovery.of("full disk", () -> {
                    disk.makeRoom(alice, home);
                    Recovery.awaitWhole(alice, bob);
                    awaitRevoked(cluster, alice);
                });
                return null;
            });
        }
    }

    @Test
    void aRevocationThatAFullDiskRefusedHoldsAndIsWrittenByItself() throws Exception {
        Disk disk = Disk.ofLimit();
        try (Cluster cluster = new Cluster("revocation on a full disk")) {
            cluster.observe(() -> {
                Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
                Member bob = cluster.fork("bob", GuestMain.class, "tcp");
                bob.ask("accept " + alice.ask("invite"));
                assertThat(bob.ask("ask greeter")).isEqualTo(HELLO);

                disk.fill(alice, home(cluster));
                assertThatThrownBy(() -> alice.ask("revoke"))
                        .hasMessageContaining("the revocation holds, but the disk of comity.home did not take it")
                        .hasMessageContaining("make room there, and it is written by itself");
                assertThat(bob.ask("ask greeter")).isEqualTo("refused: revoked");
                Recovery.of("revocation that a full disk refused", () -> {
                    disk.makeRoom(alice, home(cluster));
                    awaitRevoked(cluster, alice);
                });

                disk.fill(alice, home(cluster));
                assertThatThrownBy(() -> alice.ask("revoke-holder " + bob.ask("id")))
                        .hasMessageContaining("the revocation holds");
                alice.kill();
                assertThatThrownBy(() -> cluster.fork("alice", OwnerMain.class, "tcp"))
                        .hasMessageContaining("comity.db lacks the last 1 changes")
                        .hasMessageContaining("its disk did not take them")
                        .hasMessageContaining("what was revoked in them is then to be revoked again");
                Files.delete(home(cluster).resolve("comity.db-changes"));
                Member again = cluster.fork("alice", OwnerMain.class, "tcp");
                again.ask("offer");
                Recovery.meet(again, bob);
                await().atMost(Recovery.MOST).until(() -> bob.ask("ask greeter"), TAKEN_BACK::contains);
                return null;
            });
        }
    }

    @Test
    void aTopicWhoseDiskIsFullSaysSoAndKeepsAgainWhenThereIsRoom() throws Exception {
        Disk disk = Disk.any();
        try (Cluster cluster = new Cluster("topic on a full disk")) {
            cluster.observe(() -> {
                Path home = cluster.folder().resolve("keeper").resolve("keeper");
                Member keeper = cluster.forkBy(disk.launcher(), "keeper", TopicKeeperMain.class, "tcp");
                keeper.ask("say 1");

                disk.fill(keeper, home);
                assertThatThrownBy(() -> keeper.ask("say 2")).hasMessageContaining("whoever keeps it");
                assertThat(keeper.ask("count 1")).isEqualTo("1");
                Recovery.of("full disk under a topic", () -> {
                    disk.makeRoom(keeper, home);
                    keeper.awaitAnswer("say 2", "stored", Recovery.MOST);
                });
                assertThat(keeper.ask("count 2")).isEqualTo("2");
                return null;
            });
        }
    }

    /** What the journal of an owner would say if its process ended now. */
    private static List<Revocation> revoked(Cluster cluster, Member owner) throws IOException {
        Path copy = Files.createTempDirectory(cluster.folder(), "copy");
        Home.copy(owner.seen(home(cluster)), copy);
        try (SqliteStore store = SqliteStore.open(copy.resolve("comity.db"))) {
            return store.revocations();
        }
    }

    private static void awaitRevoked(Cluster cluster, Member owner) {
        await().ignoreExceptionsInstanceOf(StoreException.class)
                .atMost(Recovery.MOST)
                .until(() -> !revoked(cluster, owner).isEmpty());
    }

    private static Path home(Cluster cluster) {
        return cluster.folder().resolve("alice").resolve("owner");
    }

    @Test
    void aNodeWithoutDescriptorsKeepsItsConnectionsAndTakesNewOnesAfterwards() throws Exception {
        try (Cluster cluster = new Cluster("no descriptors")) {
            cluster.observe(() -> {
                Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
                Member bob = cluster.fork("bob", GuestMain.class, "tcp");
                Member carol = cluster.fork("carol", GuestMain.class, "tcp");
                bob.ask("accept " + alice.ask("invite"));
                assertThat(bob.ask("ask greeter")).isEqualTo(HELLO);
                String invitation = alice.ask("invite");

                alice.limit("nofile", Integer.toString(alice.descriptors()));
                assertThatThrownBy(() -> carol.ask("accept " + invitation)).hasMessageContaining("accept");
                assertThat(bob.ask("ask greeter")).isEqualTo(HELLO);

                Recovery.of("no descriptors", () -> {
                    alice.limit("nofile", "1024");
                    carol.ask("accept " + invitation);
                    Recovery.awaitWhole(alice, carol);
                });
                return null;
            });
        }
    }

    @Test
    void aNodeWhoseFolderMayNotBeWrittenIsNotStartedAndSaysWhy() throws Exception {
        try (Cluster cluster = new Cluster("read-only home")) {
            cluster.observe(() -> {
                Member alice = cluster.fork("alice", OwnerMain.class, "tcp");
                alice.ask("name before");
                alice.stop();
                Path folder = home(cluster);
                permit(folder, "r-x------", "r--------");
                assertThatThrownBy(() -> cluster.forkBy(WITHOUT_OVERRIDE, "alice", OwnerMain.class, "tcp"))
                        .hasMessageContaining("comity.db")
                        .hasMessageContaining("see that its folder is yours");
                Recovery.of("read-only home", () -> {
                    permit(folder, "rwx------", "rw-------");
                    Member again = cluster.forkBy(WITHOUT_OVERRIDE, "alice", OwnerMain.class, "tcp");
                    assertThat(again.ask("names")).isEqualTo("before");
                    assertThat(again.ask("name after")).isEqualTo("named");
                });
                return null;
            });
        }
    }

    private static void permit(Path folder, String ofFolder, String ofFiles) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(ofFolder));
            for (String name : List.of("comity.db", "comity.db-changes", "node.key")) {
                Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(ofFiles));
            }
        } catch (IOException notOurs) {
            throw new UncheckedIOException(notOurs);
        }
    }
}
