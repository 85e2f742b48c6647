package io.comity.store;

import static io.comity.store.TopicLogContractTest.ALICE;
import static io.comity.store.TopicLogContractTest.BOB;
import static io.comity.store.TopicLogContractTest.MUCH;
import static io.comity.store.TopicLogContractTest.answer;
import static io.comity.store.TopicLogContractTest.assertRefused;
import static io.comity.store.TopicLogContractTest.done;
import static io.comity.store.TopicLogContractTest.entry;
import static io.comity.store.TopicLogContractTest.node;
import static io.comity.store.TopicLogContractTest.proof;
import static io.comity.store.TopicLogContractTest.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.Answer.Done;
import io.comity.store.Answer.Reason;
import io.comity.store.Answer.Refused;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Extent;
import io.comity.store.TopicLog.From;
import io.comity.store.TopicLog.Outcome;
import io.comity.store.TopicLog.Outcome.Known;
import io.comity.store.TopicLog.Outcome.Past;
import io.comity.store.TopicLog.Outcome.Stored;
import io.comity.store.TopicLog.Page;
import io.comity.topic.Slot;
import io.comity.topic.TopicId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log does when its disk is full, or too slow, and how much of a disk it takes. */
final class TopicLogRoomTest {
    private static final TopicId BLOCKS = TopicId.of(ALICE, "blocks");
    private static final long SMALL = TopicLogs.MIN_FILE_BYTES;

    @TempDir
    Path folder;

    private final Queue<Runnable> writing = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> reading = new ConcurrentLinkedQueue<>();
    private TopicLog log = new MemoryTopicLog(MUCH);

    private Path file() {
        return folder.resolve("blocks.db");
    }

    private void open(Retention retention, LogLimits limits, Executor writing, Executor reading) {
        log = SqliteTopicLog.open(file(), BLOCKS, retention, limits, writing, reading, () -> {});
    }

    private void open(Retention retention, LogLimits limits) {
        open(retention, limits, Runnable::run, Runnable::run);
    }

    /** Its threads do nothing until {@link #run}. */
    private void openStuck(long maxFileBytes) {
        open(MUCH, LogLimits.of(maxFileBytes), writing::add, reading::add);
    }

    private static void run(Queue<Runnable> tasks) {
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
        }
    }

    private void reopen(LogLimits limits) {
        log.close();
        open(MUCH, limits);
    }

    /** What closes a log waits for its threads. */
    @AfterEach
    void close() {
        Thread closing = new Thread(log::close);
        closing.start();
        while (closing.isAlive()) {
            run(writing);
            run(reading);
            Thread.onSpinWait();
        }
    }

    private void assertWhole() throws SQLException {
        try (Connection database = Database.ofTopic(BLOCKS, 0).reads(file())) {
            assertThat(new Query(database, "PRAGMA integrity_check").first(row -> row.getString(1)))
                    .contains("ok");
        }
    }

    private static Retention entries(long max) {
        return new Retention(Duration.ofDays(1), max, 1L << 40);
    }

    // A disk that is full.

    /** How many entries of this size were taken until there was no room. */
    private int fill(int size) {
        int taken = 0;
        while (answer(log.append(List.of(sized(size, taken + 1)))) instanceof Done) {
            taken++;
        }
        return taken;
    }

    private Page everything() {
        return done(log.read(new From.Position(1), TopicLog.MAX_PAGE, TopicLog.MAX_PAGE_BYTES));
    }

    @Test
    void whenThereIsNoRoomAppendsAreRefusedAndNothingIsHurt() throws SQLException {
        open(MUCH, LogLimits.of(SMALL));
        int taken = fill(10_000);
        assertThat(taken).isBetween(70, 104);
        Answer<List<Outcome>> refused = answer(log.append(List.of(sized(10_000, taken + 1))));
        assertThat(refused)
                .isEqualTo(new Refused<>(
                        Reason.DISK_FULL,
                        "the log of " + BLOCKS + ": " + file() + " has no room in the " + SMALL
                                + " bytes that it may have; let it have more, or keep less of the topic"));
        assertThat(log.extent()).isEqualTo(new Extent(1, taken, taken * 10_000L));
        assertThat(everything().entries()).hasSize(taken);
        assertThat(done(log.append(List.of(sized(10_000, 1))))).containsExactly(new Known(1));
        assertWhole();
    }

    @Test
    void whenThereIsRoomAgainItGoesOn() throws SQLException {
        open(MUCH, LogLimits.of(SMALL));
        int taken = fill(10_000);
        assertThat(done(log.retain(entries(10), 0))).isEqualTo(taken - 10);
        assertThat(done(log.append(List.of(sized(10_000, taken + 1))))).containsExactly(new Stored(taken + 1));
        assertThat(everything().entries()).hasSize(10);
        reopen(LogLimits.of(SMALL));
        fill(10_000);
        reopen(LogLimits.of(2 * SMALL));
        assertThat(done(log.append(List.of(sized(10_000, 9_999))))).first().isInstanceOf(Stored.class);
        assertWhole();
    }

    @Test
    void anAppendThatDoesNotFitLeavesNothingOfItself() throws SQLException {
        open(MUCH, LogLimits.of(SMALL));
        List<Entry> tooMuch = LongStream.rangeClosed(1, 100)
                .mapToObj(sequence -> sized(40_000, sequence))
                .toList();
        assertRefused(log.append(tooMuch), Reason.DISK_FULL);
        assertThat(everything().entries()).isEmpty();
        assertThat(done(log.series())).isEmpty();
        assertThat(done(log.append(tooMuch.subList(0, 2)))).containsExactly(new Stored(1), new Stored(2));
        assertWhole();
    }

    @Test
    void onlyWhoeverBringsTooMuchIsRefusedOfThoseThatWaitTogether() {
        openStuck(SMALL);
        List<Entry> tooMuch = LongStream.rangeClosed(1, 50)
                .mapToObj(sequence -> entryOf(BOB, sequence, 40_000))
                .toList();
        List<CompletionStage<Answer<List<Outcome>>>> asked = new ArrayList<>();
        asked.add(log.append(List.of(entry(1))));
        asked.add(log.append(List.of(entry(2))));
        asked.add(log.append(tooMuch));
        asked.add(log.append(List.of(entry(2), entry(3))));
        run(writing);
        assertThat(done(asked.get(0))).containsExactly(new Stored(1));
        assertThat(done(asked.get(1))).containsExactly(new Stored(2));
        assertRefused(asked.get(2), Reason.DISK_FULL);
        assertThat(done(asked.get(3))).containsExactly(new Known(2), new Stored(3));
        CompletionStage<Answer<List<TopicLog.Series>>> series = log.series();
        run(reading);
        assertThat(done(series)).containsExactly(new TopicLog.Series(ALICE, 1, 1, 3, 3));
    }

    private static Entry entryOf(NodeId publisher, long sequence, int size) {
        return new Entry(new Slot(publisher, 1, sequence), 0, TopicLogContractTest.content(size, 1), Bytes.EMPTY);
    }

    @Test
    void aLogThatIsFullCanBecomeSmallerOneByOne() throws SQLException {
        open(MUCH, LogLimits.of(SMALL));
        for (int i = 0; i < 3_000; i += 20) {
            answer(log.append(IntStream.range(i, i + 20)
                    .mapToObj(publisher -> entryOf(node(publisher), 1, 300))
                    .toList()));
        }
        long held = log.extent().entries();
        assertThat(held).isLessThan(3_000);
        for (long keep = held - 1; keep > held - 200; keep--) {
            assertThat(done(log.retain(entries(keep), 0))).isEqualTo(1);
        }
        assertWhole();
    }

    // A disk that is too slow.

    @Test
    void asManyAppendsWaitAsMayAndOneMoreIsRefusedAtOnce() {
        openStuck(SMALL);
        List<CompletionStage<Answer<List<Outcome>>>> asked = new ArrayList<>();
        for (int i = 1; i <= TopicLog.MAX_WAITING; i++) {
            asked.add(log.append(List.of(entry(i))));
        }
        assertRefused(log.append(List.of(entry(9_999))), Reason.OVERLOADED);
        assertThat(asked).noneMatch(stage -> stage.toCompletableFuture().isDone());
        run(writing);
        asked.forEach(TopicLogContractTest::done);
        assertThat(log.extent().last()).isEqualTo(TopicLog.MAX_WAITING);
    }

    @Test
    void asManyBytesWaitAsMayAndOneMoreIsRefusedAtOnce() {
        openStuck(1L << 30);
        List<Entry> most = LongStream.rangeClosed(1, TopicLog.MAX_APPEND_BYTES / 65_536)
                .mapToObj(sequence -> sized(65_536, sequence))
                .toList();
        for (int i = 0; i < TopicLog.MAX_WAITING_BYTES / TopicLog.MAX_APPEND_BYTES; i++) {
            log.append(most);
        }
        CompletionStage<Answer<List<Outcome>>> free = log.append(List.of(sized(0, 9_998)));
        assertRefused(log.append(List.of(sized(1, 9_999))), Reason.OVERLOADED);
        assertRefused(log.putProof(proof(ALICE, 1, 1)), Reason.OVERLOADED);
        run(writing);
        assertThat(done(free)).containsExactly(new Stored(most.size() + 1));
    }

    @Test
    void asManyReadsWaitAsMayAndOneMoreIsRefusedAtOnce() {
        openStuck(SMALL);
        List<CompletionStage<Answer<Page>>> asked = new ArrayList<>();
        for (int i = 0; i < TopicLog.MAX_WAITING_READS; i++) {
            asked.add(log.read(new From.Position(1), 1, 1));
        }
        assertRefused(log.one(entry(1).slot()), Reason.OVERLOADED);
        run(reading);
        asked.forEach(TopicLogContractTest::done);
    }

    // What it takes of a disk.

    private long sizeBytes(String ending) throws IOException {
        Path part = folder.resolve(file().getFileName() + ending);
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** Until this many bytes were appended, in groups, with another publisher now and then. */
    private void write(long bytes, int size) {
        int group = 64;
        long sequence = log.extent().last();
        for (long written = 0; written < bytes; written += (long) group * size) {
            List<Entry> entries = LongStream.rangeClosed(sequence + 1, sequence + group)
                    .mapToObj(each -> entryOf(each % 7 == 0 ? BOB : ALICE, each, size))
                    .toList();
            done(log.append(entries));
            sequence += group;
        }
    }

    @Test
    void itsFileStaysAsLargeAsWhatItKeepsHoweverMuchIsWritten() throws IOException, SQLException {
        long kept = 2 << 20;
        open(new Retention(Duration.ofDays(1), 1_000_000, kept), LogLimits.of(1L << 30));
        write(10 * kept, 256);
        assertThat(log.extent().bytes()).isBetween(kept - 256, kept);
        assertThat(sizeBytes("")).isLessThan(kept * 3 / 2);
        assertThat(sizeBytes("-wal")).isLessThan(LogLimits.MAX_WAL_BYTES);
        assertWhole();
        log.close();
        assertThat(sizeBytes("")).isLessThan(kept * 3 / 2);
    }

    @Test
    void itsFileStaysAsLargeAsWhatItKeepsAlsoWithLargeEntries() throws IOException {
        long kept = 4 << 20;
        open(new Retention(Duration.ofDays(1), 1_000_000, kept), LogLimits.of(1L << 30));
        write(10 * kept, TopicLog.MAX_SIGNED_BYTES / 2);
        log.close();
        // One append of 64 such entries is half of what is kept.
        assertThat(sizeBytes("")).isLessThan(kept * 2);
    }

    @Test
    void givesRoomBackWhenItKeepsLess() throws IOException, SQLException {
        open(MUCH, LogLimits.of(1L << 30));
        write(20 << 20, 1_000);
        done(log.retain(entries(100), 0));
        assertWhole();
        log.close();
        assertThat(sizeBytes("")).isLessThan(LogBook.STEP_PAGES * 4_096 + (1 << 20));
    }

    @Test
    void whatIsBeingWrittenStaysSmallHoweverMuchIsRead() throws IOException {
        long wal = 1 << 20;
        ExecutorService reader = Executors.newSingleThreadExecutor();
        AtomicInteger pages = new AtomicInteger();
        open(
                entries(2_000),
                new LogLimits(1, 1L << 30, wal, Floors.MAX, TopicLog.MAX_INTRODUCTIONS, 0),
                Runnable::run,
                reader);
        readOnAndOn(pages);
        readOnAndOn(pages);
        write(20 << 20, 1_000);
        assertThat(sizeBytes("-wal")).isLessThan(2 * wal);
        assertThat(pages.get()).isGreaterThan(100);
        log.close();
        reader.shutdown();
    }

    private void readOnAndOn(AtomicInteger pages) {
        log.read(new From.Position(1), TopicLog.MAX_PAGE, TopicLog.MAX_PAGE_BYTES)
                .thenAccept(answer -> {
                    if (answer instanceof Done) {
                        pages.incrementAndGet();
                        readOnAndOn(pages);
                    }
                });
    }

    // Introductions.

    private long introductions() throws SQLException {
        try (Connection database = Database.ofTopic(BLOCKS, 0).reads(file())) {
            return new Query(database, "SELECT count(*) FROM introduction").number();
        }
    }

    private static Entry introduced(long sequence, int introduction) {
        Bytes bytes = TopicLogContractTest.content(1_000, introduction);
        return new Entry(new Slot(ALICE, 1, sequence), 0, Bytes.EMPTY, bytes);
    }

    @Test
    void anIntroductionIsOnTheDiskOnceAndNotLongerThanWhatCameWithIt() throws SQLException {
        open(entries(100), LogLimits.of(1L << 30));
        for (int i = 1; i <= 200; i++) {
            done(log.append(List.of(introduced(i, i <= 50 ? 1 : 2))));
            assertThat(introductions()).as("after %d", i).isEqualTo(i <= 50 ? 1 : i < 150 ? 2 : 1);
        }
        assertThat(done(log.append(List.of(introduced(200, 3))))).containsExactly(new Known(200));
        assertThat(introductions()).isEqualTo(1);
        done(log.retain(MUCH, Long.MAX_VALUE));
        assertThat(introductions()).isZero();
        reopen(LogLimits.of(1L << 30));
        done(log.append(List.of(introduced(201, 2))));
        assertThat(introductions()).isEqualTo(1);
        assertWhole();
    }

    @Test
    void onlyWhoeverBringsOneIntroductionTooManyIsRefusedOfThoseThatWaitTogether() {
        open(MUCH, new LogLimits(1, SMALL, SMALL, Floors.MAX, 2, 0), writing::add, reading::add);
        CompletionStage<Answer<List<Outcome>>> first = log.append(List.of(introduced(1, 1)));
        CompletionStage<Answer<List<Outcome>>> tooMany = log.append(List.of(introduced(2, 2), introduced(3, 3)));
        CompletionStage<Answer<List<Outcome>>> last = log.append(List.of(introduced(4, 2)));
        run(writing);
        assertThat(done(first)).containsExactly(new Stored(1));
        assertThat(answer(tooMany))
                .isEqualTo(new Refused<>(
                        Reason.DISK_FULL,
                        "the log of " + BLOCKS + ": " + file()
                                + " holds as many introductions of publishers as it may; keep less of the topic"));
        assertThat(done(last)).containsExactly(new Stored(2));
    }

    @Test
    void introductionsFillTheRoomOfALog() throws SQLException {
        open(MUCH, LogLimits.of(SMALL));
        long taken = 0;
        while (answer(log.append(List.of(introducedLargely(taken + 1)))) instanceof Done) {
            taken++;
        }
        assertThat(taken).isBetween(15L, 26L);
        assertThat(introductions()).isEqualTo(taken);
        done(log.retain(entries(1), 0));
        assertThat(introductions()).isEqualTo(1);
        assertThat(done(log.append(List.of(introducedLargely(taken + 1))))).containsExactly(new Stored(taken + 1));
        assertWhole();
    }

    private static Entry introducedLargely(long sequence) {
        Bytes bytes = TopicLogContractTest.content(TopicLog.MAX_INTRODUCTION_BYTES, (int) sequence);
        return new Entry(new Slot(ALICE, 1, sequence), 0, Bytes.EMPTY, bytes);
    }

    // Publishers of whom everything was taken.

    @Test
    void asManyPublishersAreRememberedAsMayAndOfMoreTheOldestAreForgotten() {
        int max = 2 * Floors.FORGOTTEN;
        open(entries(1), new LogLimits(1, 1L << 30, LogLimits.MAX_WAL_BYTES, max, TopicLog.MAX_INTRODUCTIONS, 0));
        List<Entry> each = IntStream.rangeClosed(0, max)
                .mapToObj(i -> entryOf(node(i), 1, 1))
                .toList();
        for (int i = 0; i <= max; i += 64) {
            done(log.append(each.subList(i, Math.min(i + 64, max + 1))));
        }
        assertThat(done(log.append(List.of(entryOf(node(0), 1, 1))))).containsExactly(new Past());
        done(log.append(List.of(entryOf(node(max + 1), 1, 1))));
        long last = log.extent().last();
        assertThat(done(log.append(List.of(entryOf(node(0), 1, 1))))).containsExactly(new Stored(last + 1));
        assertThat(done(log.append(List.of(entryOf(node(Floors.FORGOTTEN + 100), 1, 1)))))
                .containsExactly(new Past());
    }
}
