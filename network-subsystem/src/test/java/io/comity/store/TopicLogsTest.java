package io.comity.store;

import static io.comity.store.TopicLogContractTest.ALICE;
import static io.comity.store.TopicLogContractTest.MUCH;
import static io.comity.store.TopicLogContractTest.assertRefused;
import static io.comity.store.TopicLogContractTest.done;
import static io.comity.store.TopicLogContractTest.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comity.identity.Bytes;
import io.comity.store.TopicLog.Outcome.Stored;
import io.comity.topic.Slot;
import io.comity.topic.TopicId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of logs: private, held by one process, and refused when something is wrong with them. */
final class TopicLogsTest {
    private static final TopicId BLOCKS = TopicId.of(ALICE, "blocks");
    private static final TopicId VOTES = TopicId.of(ALICE, "votes");
    private static final long ROOM = 1L << 30;

    @TempDir
    Path home;

    private TopicLogs logs;

    private Path folder() {
        return home.resolve("topics");
    }

    private Path file(TopicId topic) {
        return folder().resolve(topic.text() + ".db");
    }

    @BeforeEach
    void open() {
        logs = TopicLogs.in(folder(), ROOM);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    private void fillAndClose() {
        try (TopicLog log = logs.open(BLOCKS, MUCH)) {
            done(log.append(LongStream.rangeClosed(1, 1_000)
                    .mapToObj(TopicLogContractTest::entry)
                    .toList()));
        }
    }

    private void sql(String... statements) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file(BLOCKS));
                Statement statement = database.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void assertOpeningRefused(String why) {
        assertThatThrownBy(() -> logs.open(BLOCKS, MUCH))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("the log of " + BLOCKS + ": " + file(BLOCKS) + " ")
                .hasMessageContaining(why)
                .hasMessageNotContainingAny("\n", "Exception");
    }

    private void assertDamageIsToldAndKept(String why) throws IOException {
        byte[] before = Files.readAllBytes(file(BLOCKS));
        assertOpeningRefused(why);
        assertThat(Files.readAllBytes(file(BLOCKS))).isEqualTo(before);
    }

    // Privacy, and what is left behind.

    @Test
    void nobodyElseMayReadItsFiles() throws IOException {
        done(logs.open(BLOCKS, MUCH).append(List.of(entry(1))));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> all = files.toList();
            String name = file(BLOCKS).getFileName().toString();
            assertThat(all)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("lock", name, name + "-wal", name + "-shm", name + Mark.ENDING);
            for (Path each : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void leavesItsMarkBesideItsFileAndNothingElse() throws IOException {
        fillAndClose();
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).containsExactlyInAnyOrder(file(BLOCKS), folder().resolve("lock"), mark());
        }
    }

    @Test
    void leavesNoThreadBehind() {
        fillAndClose();
        logs.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .doesNotContain("comity-log-writer", "comity-log-reader"));
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        fillAndClose();
        Files.setPosixFilePermissions(file(BLOCKS), PosixFilePermissions.fromString("rw-r--r--"));
        assertOpeningRefused("can be read or written by other users; chmod 600 " + file(BLOCKS));
    }

    @Test
    void aFolderThatOthersCanReadIsRefused() throws IOException {
        logs.close();
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> TopicLogs.in(folder(), ROOM))
                .isInstanceOf(StoreException.class)
                .hasMessage("the logs of topics: " + folder() + " can be read or written by other users; chmod 700 "
                        + folder());
    }

    @Test
    void whatIsWrittenIsOnTheDiskWhenItIsTold() throws SQLException {
        fillAndClose();
        try (Connection database = Database.ofTopic(BLOCKS, ROOM).open(file(BLOCKS))) {
            assertThat(new Query(database, "PRAGMA synchronous").number()).isEqualTo(2);
            assertThat(new Query(database, "PRAGMA journal_mode").first(row -> row.getString(1)))
                    .contains("wal");
        }
    }

    // One holder.

    @Test
    void aFolderInUseIsRefusedUntilItIsLetGo() {
        assertThatThrownBy(() -> TopicLogs.in(folder(), ROOM))
                .isInstanceOf(StoreException.class)
                .hasMessage("the logs of topics: " + folder()
                        + " are in use by another process; is this node running already?");
        logs.close();
        logs.close();
        logs = TopicLogs.in(folder(), ROOM);
    }

    @Test
    void aFolderThatAnotherProcessHoldsIsRefused() throws IOException, InterruptedException {
        logs.close();
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldingMain.class.getName(),
                        folder().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('h');
            assertThatThrownBy(() -> TopicLogs.in(folder(), ROOM))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use by another process");
            // What was refused must not have unlocked it for the next.
            assertThatThrownBy(() -> TopicLogs.in(folder(), ROOM)).isInstanceOf(StoreException.class);
        } finally {
            other.destroyForcibly().waitFor();
        }
        logs = TopicLogs.in(folder(), ROOM);
    }

    /** Holds a folder until it is killed. */
    static final class HoldingMain {
        private HoldingMain() {}

        public static void main(String[] arguments) throws InterruptedException {
            TopicLogs held = TopicLogs.in(Path.of(arguments[0]), ROOM);
            System.out.print("h");
            System.out.flush();
            synchronized (held) {
                held.wait();
            }
        }
    }

    @Test
    void aLogThatIsOpenIsNotOpenedAgainUntilItIsClosed() {
        TopicLog log = logs.open(BLOCKS, MUCH);
        assertThatThrownBy(() -> logs.open(BLOCKS, MUCH))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("have " + BLOCKS + " open already");
        log.close();
        logs.open(BLOCKS, MUCH);
    }

    @Test
    void closesWhatIsOpen() {
        TopicLog log = logs.open(BLOCKS, MUCH);
        var asked = log.append(List.of(entry(1)));
        logs.close();
        assertThat(done(asked)).containsExactly(new Stored(1));
        assertRefused(log.append(List.of(entry(2))), Answer.Reason.CLOSED);
        assertThatThrownBy(() -> logs.open(VOTES, MUCH)).hasMessageContaining("are closed");
    }

    @Test
    void asManyLogsAreOpenAsMayAndOneMoreIsNot() {
        logs.close();
        logs = TopicLogs.in(folder(), new LogLimits(2, ROOM, ROOM, Floors.MAX, TopicLog.MAX_INTRODUCTIONS, 0));
        TopicLog first = logs.open(TopicId.of(ALICE, "topic-1"), MUCH);
        logs.open(TopicId.of(ALICE, "topic-2"), MUCH);
        assertThatThrownBy(() -> logs.open(BLOCKS, MUCH))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("have 2 open already; leave a topic first");
        first.close();
        logs.open(BLOCKS, MUCH);
    }

    @Test
    void eachTopicHasALogOfItsOwn() throws IOException {
        TopicLog blocks = logs.open(BLOCKS, MUCH);
        TopicLog votes = logs.open(VOTES, MUCH);
        done(blocks.append(List.of(entry(1))));
        assertThat(done(votes.append(List.of(entry(7))))).containsExactly(new Stored(1));
        Files.writeString(folder().resolve("notes.db"), "mine");
        assertThat(logs.topics()).containsExactlyInAnyOrder(BLOCKS, VOTES);
    }

    @Test
    void aLogThatMayHoldNothingIsAMistake() {
        logs.close();
        assertThatIllegalArgumentException().isThrownBy(() -> TopicLogs.in(folder(), TopicLogs.MIN_FILE_BYTES - 1));
        logs = TopicLogs.in(folder(), TopicLogs.MIN_FILE_BYTES);
    }

    @Test
    void aRetentionOutOfRangeIsAMistake() {
        Duration second = Duration.ofSeconds(1);
        int least = TopicLog.MAX_SIGNED_BYTES;
        assertThat(new Retention(second, 1, least)).isNotEqualTo(new Retention(Retention.MAX_AGE, 1, least));
        List<Duration> ages = List.of(second.minusMillis(1), Retention.MAX_AGE.plusMillis(1));
        ages.forEach(age -> assertThatIllegalArgumentException().isThrownBy(() -> new Retention(age, 1, least)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(second, 0, least));
        assertThatIllegalArgumentException().isThrownBy(() -> new Retention(second, 1, least - 1));
    }

    // Damage: told, and left as it is.

    @Test
    void anEmptyFileIsRefused() throws IOException {
        fillAndClose();
        Files.write(file(BLOCKS), new byte[0]);
        assertDamageIsToldAndKept("is empty, which it never was; restore it from a copy, or move it away");
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        fillAndClose();
        Files.writeString(file(BLOCKS), "This is a shopping list. ".repeat(1_000));
        assertDamageIsToldAndKept("is damaged, or no log of a topic; restore it from a copy, or move it away");
    }

    @Test
    void aFileCutInHalfIsRefused() throws IOException {
        fillAndClose();
        try (FileChannel half = FileChannel.open(file(BLOCKS), StandardOpenOption.WRITE)) {
            half.truncate(half.size() / 2);
        }
        assertDamageIsToldAndKept("is damaged");
    }

    private Path mark() {
        return Mark.beside(file(BLOCKS)).file();
    }

    private void overwriteIndex() throws IOException, SQLException {
        long page;
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file(BLOCKS))) {
            page = new Query(database, "SELECT rootpage - 1 FROM sqlite_schema WHERE name = 'sqlite_autoindex_entry_1'")
                    .number();
        }
        byte[] noise = new byte[4_096];
        Arrays.fill(noise, (byte) 0x5a);
        try (FileChannel channel = FileChannel.open(file(BLOCKS), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(noise), page * noise.length);
        }
    }

    @Test
    void aFileWithAPageOfNoiseIsRefused() throws IOException, SQLException {
        fillAndClose();
        overwriteIndex();
        assertDamageIsToldAndKept("is damaged");
    }

    /** Too large to be read through when it is opened. */
    @Test
    void damageThatShowsLaterIsAnAnswer() throws IOException, SQLException {
        fillAndClose();
        overwriteIndex();
        TopicLog log = tooLargeToBeReadThrough();
        assertRefused(log.runs(entry(1).slot()), Answer.Reason.DAMAGED);
        assertRefused(log.append(List.of(entry(1))), Answer.Reason.DAMAGED);
        assertThat(done(log.read(new TopicLog.From.Position(1), 1_024, 1 << 20)).entries())
                .hasSize(1_000);
    }

    private TopicLog tooLargeToBeReadThrough() {
        logs.close();
        logs = TopicLogs.in(folder(), new LogLimits(2, ROOM, ROOM, Floors.MAX, TopicLog.MAX_INTRODUCTIONS, 0));
        return logs.open(BLOCKS, MUCH);
    }

    /** Whole for SQLite. */
    @Test
    void anEntryThatIsOtherThanWhatWasWrittenIsNeverHandedOut() throws SQLException {
        fillAndClose();
        sql("UPDATE entry SET sequence = 2000 WHERE position = 500");
        assertOpeningRefused("cannot be read (an entry is other than what was written); restore it from a copy");
        TopicLog log = tooLargeToBeReadThrough();
        assertRefused(log.read(new TopicLog.From.Position(1), 1_024, 1 << 20), Answer.Reason.DAMAGED);
        assertRefused(log.one(new Slot(ALICE, entry(1).slot().epoch(), 2000)), Answer.Reason.DAMAGED);
        assertRefused(
                log.append(List.of(new TopicLog.Entry(
                        new Slot(ALICE, entry(1).slot().epoch(), 2000),
                        1,
                        entry(1).signed(),
                        entry(1).introduction()))),
                Answer.Reason.DAMAGED);
    }

    @Test
    void aRowOfAnyTableThatIsOtherThanWhatWasWrittenIsRefused() throws SQLException, IOException {
        try (TopicLog log = logs.open(BLOCKS, new Retention(Retention.MAX_AGE, 10, ROOM))) {
            done(log.append(LongStream.rangeClosed(1, 20)
                    .mapToObj(TopicLogContractTest::entry)
                    .toList()));
            done(log.putProof(new TopicLog.Proof(ALICE, 1, Bytes.of(new byte[9]))));
        }
        Map<String, String> changes = Map.of(
                "held = held + 1", "series",
                "sequence = sequence + 1", "floor",
                "epoch = epoch + 1", "proof",
                "position = position + 1", "log",
                "bytes = x'00'", "introduction");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            byte[] whole = Files.readAllBytes(file(BLOCKS));
            sql("UPDATE " + change.getValue() + " SET " + change.getKey());
            assertOpeningRefused("is other than what was written");
            Files.write(file(BLOCKS), whole);
        }
    }

    // What is gone.

    @Test
    void anOlderCopyIsRefusedUntilItsOwnerWantsIt() throws IOException {
        logs.open(BLOCKS, MUCH).close();
        byte[] older = Files.readAllBytes(file(BLOCKS));
        fillAndClose();
        try (TopicLog log = logs.open(BLOCKS, MUCH)) {
            done(log.putProof(new TopicLog.Proof(ALICE, 1, Bytes.of(new byte[9]))));
        }
        Files.write(file(BLOCKS), older);
        assertDamageIsToldAndKept(
                "lacks the last 1001 that were stored in it, or is an older copy; restore one that is newer,"
                        + " or delete " + mark() + " to go on without them");
        Files.delete(mark());
        assertThat(logs.open(BLOCKS, MUCH).extent().entries()).isZero();
    }

    @Test
    void aMarkThatIsDamagedOrBehindSaysNothing() throws IOException {
        fillAndClose();
        byte[] garbled = Files.readAllBytes(mark());
        garbled[0] = 1;
        Files.write(mark(), garbled);
        assertThat(logs.open(BLOCKS, MUCH).extent().entries()).isEqualTo(1_000);
    }

    @Test
    void aLogThatBeginsAnewHasNothingToDoWithTheMarkOfTheLast() throws IOException {
        fillAndClose();
        Files.delete(file(BLOCKS));
        assertThat(logs.open(BLOCKS, MUCH).extent().entries()).isZero();
    }

    @Test
    void aDatabaseOfSomebodyElseIsRefused() throws SQLException, IOException {
        fillAndClose();
        Files.delete(file(BLOCKS));
        sql("CREATE TABLE other (a)");
        Files.setPosixFilePermissions(file(BLOCKS), PosixFilePermissions.fromString("rw-------"));
        assertDamageIsToldAndKept("is damaged, or no log of a topic");
    }

    @Test
    void theDatabaseOfTheNodeIsNoLog() throws IOException {
        logs.open(VOTES, MUCH).close();
        SqliteStore.open(file(BLOCKS)).close();
        assertThatThrownBy(() -> logs.open(BLOCKS, MUCH)).isInstanceOf(StoreException.class);
    }

    @Test
    void aLogOfAnotherTopicIsRefused() throws IOException {
        logs.open(VOTES, MUCH).close();
        Files.move(file(VOTES), file(BLOCKS));
        assertDamageIsToldAndKept("is of another topic; give it back its name");
    }

    @Test
    void aLogOfANewerComityIsRefused() throws SQLException, IOException {
        fillAndClose();
        int newer = Schema.OF_TOPIC.newest() + 1;
        sql("UPDATE schema SET version = " + newer);
        assertDamageIsToldAndKept("was written by a newer Comity (version " + newer + ")");
    }
}
