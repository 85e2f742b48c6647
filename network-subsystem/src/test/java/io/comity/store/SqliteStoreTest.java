package io.comity.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comity.identity.Bytes;
import io.comity.mission.Revocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
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
            Seal.register(database);
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** As a database of this version was, which had only these tables. */
    private void backTo(int version, Set<String> tables) throws SQLException {
        List<String> triggers = new ArrayList<>();
        List<String> later = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (row.next()) {
                later.add(row.getString(1));
            }
        }
        later.removeAll(tables);
        Seal.tables()
                .flatMap(table -> Stream.of("INSERT", "UPDATE", "DELETE").map(event -> table + "_" + event))
                .forEach(trigger -> triggers.add("DROP TRIGGER " + trigger));
        later.replaceAll(table -> "DROP TABLE " + table);
        later.add("UPDATE schema SET version = " + version);
        triggers.addAll(later);
        sql(triggers.toArray(String[]::new));
        Mark.beside(file()).delete();
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
            assertThat(files)
                    .containsExactlyInAnyOrder(file(), Mark.beside(file()).file());
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

    /** Whole for SQLite: the petname's row, and its place in the index. */
    @Test
    void aRowThatIsOtherThanWhatWasWrittenIsRefused() throws IOException {
        fillAndClose();
        String bytes = Files.readString(file(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("friend-99");
        Files.writeString(file(), bytes.replace("friend-99", "friend-9z"), StandardCharsets.ISO_8859_1);
        assertDamageIsToldAndKept("is damaged: it holds other than what was written; restore it from a copy");
    }

    @Test
    void whatIsReplacedIsTakenOutOfTheSeal() {
        done(store.putEpoch(1));
        done(store.putEpoch(2));
        done(store.putAdvert(new Store.SavedAdvert(node(1), Bytes.of(new byte[3]), node(2))));
        done(store.putAdvert(new Store.SavedAdvert(node(1), Bytes.of(new byte[4]), node(2))));
        done(store.removeAdvert(node(1)));
        assertThat(reopened().epoch()).isEqualTo(2);
    }

    // What is gone.

    @Test
    void anOlderCopyIsRefusedUntilItsOwnerWantsIt() throws IOException {
        done(store.putEpoch(1));
        store.close();
        byte[] older = Files.readAllBytes(file());
        store = fresh();
        done(store.putEpoch(2));
        store.close();
        Files.write(file(), older);
        Path mark = Mark.beside(file()).file();
        assertDamageIsToldAndKept(
                "lacks the last 2 changes that were made to it, since its disk did not take them or lost them, or it is an"
                        + " older copy; restore one that is newer, or delete " + mark + " to go on without them");
        Files.delete(mark);
        assertThat(reopened().epoch()).isEqualTo(1);
    }

    // What the disk does not take.

    private static final String UNTIL_THERE_IS_A_PETNAME = "NOT EXISTS (SELECT 1 FROM petname WHERE name = 'room')";

    /** As long as the condition holds no revocation is. */
    private void fillDisk(String condition) throws SQLException {
        store.close();
        sql("CREATE TRIGGER full BEFORE INSERT ON revocation" + " WHEN " + condition
                + " BEGIN SELECT RAISE(ABORT, 'no room'); END");
        store = SqliteStore.open(file());
    }

    /** As it would be found if this process ended now. */
    private SqliteStore copied() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy").resolve(file().getFileName());
        for (String ending : List.of("", "-wal", Mark.ENDING)) {
            Path each = file().resolveSibling(file().getFileName() + ending);
            Files.copy(each, copy.resolveSibling(copy.getFileName() + ending), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return SqliteStore.open(copy);
    }

    @Test
    void aRevocationThatTheDiskDidNotTakeIsWrittenWhenItDoes() throws SQLException {
        fillDisk("strftime('%s', 'now') + 0 < " + Instant.now().plusSeconds(2).getEpochSecond());
        assertFails(store.record(new Revocation.Everything(5)));
        assertFails(store.record(new Revocation.Everything(4)));
        await().ignoreExceptionsInstanceOf(StoreException.class).untilAsserted(() -> {
            try (SqliteStore copy = copied()) {
                assertThat(copy.revocations()).containsExactly(new Revocation.Everything(5));
            }
        });
        assertThat(reopened()).isEqualTo(Store.Contents.NONE);
    }

    @Test
    void whatEndedBeforeItWasWrittenIsNotOpenedByItself() throws SQLException, IOException {
        fillDisk(UNTIL_THERE_IS_A_PETNAME);
        assertFails(store.record(new Revocation.Everything(5)));
        assertFails(store.record(new Revocation.OfMission("hello", 5)));
        done(store.putEpoch(7));
        assertThatThrownBy(this::copied)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("lacks the last 2 changes that were made to it, since its disk did not take them")
                .hasMessageContaining("what was revoked in them is then to be revoked again");
    }

    @Test
    void theEndTriesOnceMore() throws SQLException {
        fillDisk(UNTIL_THERE_IS_A_PETNAME);
        assertFails(store.record(new Revocation.Everything(5)));
        done(store.putPetname("room", ALICE));
        reopened();
        assertThat(store.revocations()).containsExactly(new Revocation.Everything(5));
    }

    @Test
    void ofRevocationsThatAreOwedOnlySoManyAreKeptAndTheRestNotForgotten() {
        Owed owed = new Owed();
        for (int i = 0; i < Owed.MAX; i++) {
            owed.deed(new Revocation.OfMission("mission-" + i, 1)).notWritten();
        }
        owed.deed(new Revocation.OfMission("mission-0", 2)).notWritten();
        assertThat(owed.count()).isEqualTo(Owed.MAX);
        owed.deed(new Revocation.OfMission("one-more", 1)).notWritten();
        assertThat(owed.count()).isEqualTo(Owed.MAX + 1);
        owed.deed(new Revocation.OfMission("mission-0", 1)).written();
        assertThat(owed.count()).isEqualTo(Owed.MAX + 1);
        owed.deed(new Revocation.OfMission("mission-0", 2)).written();
        assertThat(owed.count()).isEqualTo(Owed.MAX);
    }

    @Test
    void aMarkThatIsDamagedOrBehindSaysNothing() throws IOException {
        done(store.putEpoch(1));
        store.close();
        Path mark = Mark.beside(file()).file();
        byte[] behind = Files.readAllBytes(mark);
        store = fresh();
        done(store.putEpoch(2));
        store.close();
        Files.write(mark, behind);
        assertThat(reopened().epoch()).isEqualTo(2);
        store.close();
        behind[0] = 1;
        Files.write(mark, behind);
        assertThat(reopened().epoch()).isEqualTo(2);
    }

    @Test
    void aDatabaseThatBeginsAnewHasNothingToDoWithTheMarkOfTheLast() throws IOException {
        done(store.putEpoch(7));
        store.close();
        Files.delete(file());
        assertThat(reopened().epoch()).isZero();
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
        Writer writer = new Writer("the database", database, Mark.beside(file()), new Owed(), 0, 3);
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
        Writer writer = new Writer("the database", database, Mark.beside(file()), new Owed(), 0, 3);
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
