package io.comity.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.mission.Revocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StoreContractTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("comity.db");
    }

    @Override
    Store fresh() {
        return SqliteStore.open(file());
    }

    @Override
    Store.Contents reopened() {
        store.close();
        store = fresh();
        return store.contents();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = database.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** As a database of this version was, which had only these tables. */
    private void backTo(int version, Set<String> tables) throws SQLException {
        List<String> later = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (row.next()) {
                later.add(row.getString(1));
            }
        }
        later.removeAll(tables);
        later.replaceAll(table -> "DROP TABLE " + table);
        later.add("UPDATE schema SET version = " + version);
        sql(later.toArray(String[]::new));
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> SqliteStore.open(file()))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("the database of this node: " + file() + " ")
                .hasMessageContaining(why)
                .hasMessageNotContainingAny("\n", "Exception");
    }

    private void fillAndClose() {
        for (int i = 0; i < 200; i++) {
            store.putPetname("friend-" + i, node(i));
        }
        store.close();
    }

    // Its file.

    @Test
    void nobodyElseMayReadItsFiles() throws IOException {
        done(store.putEpoch(1));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).extracting(path -> path.getFileName().toString()).contains("comity.db", "comity.db-wal");
            for (Path each : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void leavesNothingBesideItsFile() throws IOException {
        done(store.putEpoch(1));
        store.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void leavesNoThreadBehind() {
        store.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .doesNotContain("comity-store");
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        store.close();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused("can be read or written by other users; chmod 600 " + file());
    }

    @Test
    void aFileInUseIsRefused() {
        assertRefused("is in use by another process; is this node running already?");
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        Path nowhere = folder.resolve("no").resolve("where").resolve("comity.db");
        assertThatThrownBy(() -> SqliteStore.open(nowhere))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(nowhere.toString());
    }

    // Damage: told, and left as it is.

    private void assertDamageIsToldAndKept(String why) throws IOException {
        byte[] before = Files.readAllBytes(file());
        assertRefused(why);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        fillAndClose();
        Files.write(file(), new byte[0]);
        assertDamageIsToldAndKept("is empty, which it never was; restore it from a copy, or move it away");
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        fillAndClose();
        Files.writeString(file(), "This is a shopping list. ".repeat(1_000));
        assertDamageIsToldAndKept("is damaged, or no database of a node; restore it from a copy, or move it away");
    }

    @Test
    void aFileCutInHalfIsRefused() throws IOException {
        fillAndClose();
        try (FileChannel half = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            half.truncate(half.size() / 2);
        }
        assertDamageIsToldAndKept("is damaged");
    }

    @Test
    void aFileWithAPageOfNoiseIsRefused() throws IOException {
        fillAndClose();
        byte[] noise = new byte[4_096];
        java.util.Arrays.fill(noise, (byte) 0x5a);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise), channel.size() - noise.length);
        }
        assertDamageIsToldAndKept("is damaged");
    }

    @Test
    void aDatabaseOfSomebodyElseIsRefused() throws SQLException, IOException {
        store.close();
        sql("DROP TABLE schema", "CREATE TABLE other (a)");
        assertDamageIsToldAndKept("is damaged, or no database of a node");
    }

    @Test
    void aDatabaseOfANewerComityIsRefused() throws SQLException {
        store.close();
        sql("UPDATE schema SET version = " + (Schema.OF_NODE.newest() + 1));
        assertRefused("was written by a newer Comity (version " + (Schema.OF_NODE.newest() + 1) + ")");
    }

    @Test
    void aDatabaseOfVersionZeroIsBroughtUpToDate() throws SQLException {
        store.close();
        backTo(0, Set.of("schema"));
        assertThat(reopened()).isEqualTo(Store.Contents.NONE);
        done(store.putEpoch(3));
        assertThat(reopened().epoch()).isEqualTo(3);
    }

    @Test
    void aDatabaseOfVersionOneKeepsWhatItHas() throws SQLException {
        done(store.putEpoch(7));
        store.close();
        backTo(1, Set.of("schema", "boot", "advert", "petname"));
        assertThat(reopened().epoch()).isEqualTo(7);
        done(store.record(new Revocation.Everything(5)));
        reopened();
        assertThat(store.revocations()).containsExactly(new Revocation.Everything(5));
    }

    @Test
    void aRevocationThatIsNotUnderstoodIsNotSkipped() throws SQLException {
        store.close();
        sql("INSERT INTO revocation VALUES (x'8109', 1)");
        assertRefused("cannot be read (no revocation has the subject 8109); restore it");
    }

    // Bounds.

    @Test
    void oneThatFailsDoesNotTakeOthersOfItsBatchWithIt() {
        CompletionStage<Void> first = store.putPetname("alice", ALICE);
        CompletionStage<Void> clash = store.putPetname("alice", BOB);
        CompletionStage<Void> last = store.putPetname("bob", BOB);
        done(first);
        assertFails(clash);
        done(last);
        assertThat(reopened().petnames()).containsOnlyKeys("alice", "bob");
    }

    @Test
    void asManyWritesWaitAsMayAndOneMoreFailsAtOnce() throws SQLException, InterruptedException {
        store.close();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Connection database = Database.OF_NODE.open(file());
        Writer writer = new Writer("the database", database, 3);
        writer.start();
        writer.write(open -> {
            begun.countDown();
            awaitQuietly(goOn);
        });
        begun.await();
        List<CompletionStage<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(writer.write(open -> {}));
        }
        CompletionStage<Void> tooMany = writer.write(open -> {});
        assertThat(tooMany.toCompletableFuture()).isCompletedExceptionally();
        goOn.countDown();
        waiting.forEach(StoreContractTest::done);
        writer.close();
        database.close();
    }

    @Test
    void goesOnWhenADiskThatWasFullHasRoomAgain() throws SQLException {
        store.close();
        Connection database = Database.OF_NODE.open(file());
        Writer writer = new Writer("the database", database, 3);
        writer.start();
        done(writer.write(open -> Schema.execute(open, "PRAGMA max_page_count = 1")));
        assertFails(writer.write(open -> Schema.execute(open, "INSERT INTO revocation VALUES (zeroblob(100000), 1)")));
        done(writer.write(open -> Schema.execute(open, "PRAGMA max_page_count = 1000")));
        done(writer.write(open -> Schema.execute(open, "INSERT INTO boot VALUES (1, 7)")));
        writer.close();
        database.close();
        assertThat(reopened().epoch()).isEqualTo(7);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
