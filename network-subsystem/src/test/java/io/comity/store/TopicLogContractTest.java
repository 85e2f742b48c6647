package io.comity.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.store.Answer.Done;
import io.comity.store.Answer.Reason;
import io.comity.store.Answer.Refused;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Extent;
import io.comity.store.TopicLog.From;
import io.comity.store.TopicLog.Kept;
import io.comity.store.TopicLog.Outcome;
import io.comity.store.TopicLog.Outcome.Conflict;
import io.comity.store.TopicLog.Outcome.Known;
import io.comity.store.TopicLog.Outcome.Past;
import io.comity.store.TopicLog.Outcome.Stored;
import io.comity.store.TopicLog.Page;
import io.comity.store.TopicLog.Proof;
import io.comity.store.TopicLog.Run;
import io.comity.store.TopicLog.Runs;
import io.comity.store.TopicLog.Series;
import io.comity.topic.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every log of a topic promises. */
abstract class TopicLogContractTest {
    static final NodeId ALICE = node(1);
    static final NodeId BOB = node(2);
    static final Retention MUCH = new Retention(Duration.ofDays(1), 1_000_000, 1L << 40);

    TopicLog log = new MemoryTopicLog(MUCH);

    /** A log that is empty. */
    abstract TopicLog fresh(Retention retention, int maxIntroductions);

    private TopicLog fresh(Retention retention) {
        return fresh(retention, TopicLog.MAX_INTRODUCTIONS);
    }

    /** The log as it is after it was closed and opened again; what forgets everything stays as it is. */
    abstract TopicLog reopened(Retention retention);

    static NodeId node(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = (byte) (number >> 8);
        return MemoryKeyHolder.fromSeed(seed).nodeId();
    }

    static Bytes content(int size, int filling) {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) filling);
        return Bytes.of(content);
    }

    static Entry entry(NodeId publisher, long epoch, long sequence) {
        return new Entry(new Slot(publisher, epoch, sequence), 0, content(10, (int) sequence), Bytes.EMPTY);
    }

    static Entry entry(long sequence) {
        return entry(ALICE, 1, sequence);
    }

    static Entry at(long millis, long sequence) {
        return new Entry(new Slot(ALICE, 1, sequence), millis, content(10, (int) sequence), Bytes.EMPTY);
    }

    static Entry sized(int size, long sequence) {
        return new Entry(new Slot(ALICE, 1, sequence), 0, content(size, (int) sequence), Bytes.EMPTY);
    }

    static <T> Answer<T> answer(CompletionStage<Answer<T>> asked) {
        return asked.toCompletableFuture().join();
    }

    static <T> T done(CompletionStage<Answer<T>> asked) {
        Answer<T> answer = answer(asked);
        assertThat(answer).isInstanceOf(Done.class);
        return ((Done<T>) answer).value();
    }

    static void assertRefused(CompletionStage<? extends Answer<?>> asked, Reason reason) {
        Answer<?> answer = asked.toCompletableFuture().join();
        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(((Refused<?>) answer).reason()).isEqualTo(reason);
        assertThat(((Refused<?>) answer).why()).doesNotContain("\n");
    }

    List<Outcome> append(Entry... entries) {
        return done(log.append(List.of(entries)));
    }

    void appendAll(LongStream sequences) {
        List<Entry> entries = sequences.mapToObj(TopicLogContractTest::entry).toList();
        for (int i = 0; i < entries.size(); i += TopicLog.MAX_APPEND_ENTRIES) {
            done(log.append(entries.subList(i, Math.min(entries.size(), i + TopicLog.MAX_APPEND_ENTRIES))));
        }
    }

    Page page(From from) {
        return done(log.read(from, TopicLog.MAX_PAGE, TopicLog.MAX_PAGE_BYTES));
    }

    /** Everything, page after page. */
    List<Kept> all() {
        List<Kept> all = new ArrayList<>();
        Page page = page(new From.Position(0));
        while (true) {
            all.addAll(page.entries());
            if (page.isLast()) {
                return all;
            }
            page = page(new From.Position(all.get(all.size() - 1).position() + 1));
        }
    }

    static List<Long> sequences(Page page) {
        return page.entries().stream()
                .map(kept -> kept.entry().slot().sequence())
                .toList();
    }

    List<Long> positions() {
        return all().stream().map(Kept::position).toList();
    }

    static List<Long> to(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @BeforeEach
    void open() {
        log = fresh(MUCH);
    }

    @AfterEach
    void close() {
        log.close();
    }

    // What is appended.

    @Test
    void isEmptyAtFirst() {
        assertThat(log.extent()).isEqualTo(new Extent(1, 0, 0));
        assertThat(page(new From.Position(0))).isEqualTo(new Page(List.of(), true));
        assertThat(page(new From.Time(Long.MIN_VALUE))).isEqualTo(new Page(List.of(), true));
        assertThat(page(new From.Place(new Slot(ALICE, 0, 1)))).isEqualTo(new Page(List.of(), true));
        assertThat(done(log.one(new Slot(ALICE, 1, 1)))).isEmpty();
        assertThat(done(log.series())).isEmpty();
        assertThat(done(log.proofs())).isEmpty();
        assertThat(append()).isEmpty();
    }

    @Test
    void whatIsAppendedIsThereInOrderOfPositionsWhichGrowByOne() {
        assertThat(append(entry(5), entry(6))).containsExactly(new Stored(1), new Stored(2));
        assertThat(append(entry(BOB, 1, 5))).containsExactly(new Stored(3));
        log = reopened(MUCH);
        assertThat(append(entry(4))).containsExactly(new Stored(4));
        assertThat(all())
                .containsExactly(
                        new Kept(1, entry(5)),
                        new Kept(2, entry(6)),
                        new Kept(3, entry(BOB, 1, 5)),
                        new Kept(4, entry(4)));
        assertThat(log.extent()).isEqualTo(new Extent(1, 4, 40));
        assertThat(done(log.one(new Slot(BOB, 1, 5)))).contains(new Kept(3, entry(BOB, 1, 5)));
        assertThat(done(log.one(new Slot(BOB, 0, 5)))).isEmpty();
    }

    @Test
    void theSameIsKnownAndTakesNoPosition() {
        append(entry(1));
        assertThat(append(entry(1), entry(2), entry(2))).containsExactly(new Known(1), new Stored(2), new Known(2));
        assertThat(append(entry(3))).containsExactly(new Stored(3));
        assertThat(all()).hasSize(3);
    }

    @Test
    void ofTwoInOneSlotTheFirstStaysAndIsHandedBack() {
        append(entry(1));
        Entry lie = new Entry(entry(1).slot(), 0, content(11, 9), Bytes.EMPTY);
        Entry emptyLie = new Entry(entry(1).slot(), 0, Bytes.EMPTY, Bytes.EMPTY);
        Conflict conflict = new Conflict(1, entry(1).signed());
        assertThat(append(lie, emptyLie, entry(2), new Entry(entry(2).slot(), 0, content(9, 9), Bytes.EMPTY)))
                .containsExactly(conflict, conflict, new Stored(2), new Conflict(2, entry(2).signed()));
        log = reopened(MUCH);
        assertThat(append(lie)).containsExactly(conflict);
        assertThat(done(log.one(entry(1).slot()))).contains(new Kept(1, entry(1)));
    }

    @Test
    void ofManyConflictsAsMuchIsHandedBackAsAPageHolds() {
        int size = TopicLog.MAX_SIGNED_BYTES;
        int handedBack = TopicLog.MAX_PAGE_BYTES / size;
        List<Entry> lies = new ArrayList<>();
        for (int i = 1; i <= handedBack + 1; i++) {
            append(sized(size, i));
            lies.add(new Entry(new Slot(ALICE, 1, i), 0, Bytes.EMPTY, Bytes.EMPTY));
        }
        List<Outcome> outcomes = done(log.append(lies));
        assertThat(outcomes).allMatch(outcome -> outcome instanceof Conflict);
        assertThat(outcomes)
                .filteredOn(outcome -> ((Conflict) outcome).first().size() == size)
                .hasSize(handedBack);
        assertThat(outcomes).last().isEqualTo(new Conflict(handedBack + 1, Bytes.EMPTY));
    }

    @Test
    void anEntryMayBeEmptyAndItsNumbersAsLargeAsTheyGo() {
        Entry odd =
                new Entry(new Slot(ALICE, Long.MAX_VALUE, Long.MAX_VALUE), Long.MAX_VALUE, Bytes.EMPTY, Bytes.EMPTY);
        assertThat(append(odd, odd)).containsExactly(new Stored(1), new Known(1));
        assertThat(page(new From.Place(odd.slot())).entries()).containsExactly(new Kept(1, odd));
        assertThat(done(log.series()))
                .containsExactly(new Series(ALICE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 1));
        assertThat(done(log.runs(odd.slot())).runs()).containsExactly(new Run(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void timeDoesNotGoBack() {
        append(at(100, 1), at(50, 2), at(101, 3));
        log = reopened(MUCH);
        append(at(-5, 4));
        assertThat(all()).extracting(kept -> kept.entry().storedMillis()).containsExactly(100L, 100L, 101L, 101L);
    }

    @Test
    void anEntryOfTheLargestSizeIsTakenAndOneByteMoreIsNot() {
        assertThat(append(sized(TopicLog.MAX_SIGNED_BYTES, 1))).containsExactly(new Stored(1));
        assertRefused(log.append(List.of(entry(2), sized(TopicLog.MAX_SIGNED_BYTES + 1, 3))), Reason.TOO_BIG);
        assertThat(all()).hasSize(1);
    }

    @Test
    void asManyEntriesAreTakenTogetherAsMayAndOneMoreIsNot() {
        List<Entry> most = LongStream.rangeClosed(1, TopicLog.MAX_APPEND_ENTRIES)
                .mapToObj(TopicLogContractTest::entry)
                .toList();
        assertThat(done(log.append(most))).hasSize(TopicLog.MAX_APPEND_ENTRIES);
        List<Entry> tooMany =
                Stream.concat(most.stream(), Stream.of(entry(9_999))).toList();
        assertRefused(log.append(tooMany), Reason.TOO_BIG);
        assertThat(log.extent().last()).isEqualTo(TopicLog.MAX_APPEND_ENTRIES);
    }

    @Test
    void asManyBytesAreTakenTogetherAsMayAndOneMoreIsNot() {
        int half = 64 * 1024;
        List<Entry> most = LongStream.rangeClosed(1, TopicLog.MAX_APPEND_BYTES / half)
                .mapToObj(sequence -> sized(half, sequence))
                .toList();
        assertThat(done(log.append(most))).hasSize(TopicLog.MAX_APPEND_BYTES / half);
        assertRefused(
                log.append(
                        Stream.concat(most.stream(), Stream.of(sized(1, 9_999))).toList()),
                Reason.TOO_BIG);
        assertThat(done(log.one(sized(1, 9_999).slot()))).isEmpty();
    }

    // Reading.

    @Test
    void aPageHoldsAsManyAsWereAskedForAndSaysWhetherThereIsMore() {
        appendAll(LongStream.rangeClosed(1, 4));
        Page three = done(log.read(new From.Position(1), 3, TopicLog.MAX_PAGE_BYTES));
        assertThat(sequences(three)).containsExactly(1L, 2L, 3L);
        assertThat(three.isLast()).isFalse();
        Page four = done(log.read(new From.Position(1), 4, TopicLog.MAX_PAGE_BYTES));
        assertThat(sequences(four)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(four.isLast()).isTrue();
        assertThat(sequences(done(log.read(new From.Position(4), 0, 0)))).containsExactly(4L);
        assertThat(page(new From.Position(5))).isEqualTo(new Page(List.of(), true));
        assertThat(page(new From.Position(Long.MAX_VALUE)).isLast()).isTrue();
        assertThat(sequences(page(new From.Position(Long.MIN_VALUE)))).hasSize(4);
    }

    @Test
    void aPageHoldsNoMoreBytesThanWereAskedForButOneEntryAlways() {
        appendAll(LongStream.rangeClosed(1, 4));
        assertThat(sequences(done(log.read(new From.Position(1), 4, 30)))).containsExactly(1L, 2L, 3L);
        assertThat(sequences(done(log.read(new From.Position(1), 4, 29)))).containsExactly(1L, 2L);
        Page one = done(log.read(new From.Position(2), 4, 1));
        assertThat(sequences(one)).containsExactly(2L);
        assertThat(one.isLast()).isFalse();
    }

    @Test
    void noPageIsLargerThanTheLargestWhateverWasAskedFor() {
        appendAll(LongStream.rangeClosed(1, TopicLog.MAX_PAGE + 1));
        Page many = done(log.read(new From.Position(1), Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertThat(many.entries()).hasSize(TopicLog.MAX_PAGE);
        assertThat(many.isLast()).isFalse();
        int size = TopicLog.MAX_SIGNED_BYTES;
        for (int i = 0; i < TopicLog.MAX_PAGE_BYTES / size + 1; i++) {
            append(sized(size, 10_000 + i));
        }
        Page large = done(log.read(new From.Place(new Slot(ALICE, 1, 10_000)), Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertThat(large.entries()).hasSize(TopicLog.MAX_PAGE_BYTES / size);
        assertThat(large.isLast()).isFalse();
    }

    @Test
    void aPublishersEntriesComeInOrderOfEpochsAndSequencesWhereverTheyWereStored() {
        append(entry(3), entry(ALICE, 2, 1), entry(BOB, 1, 2), entry(1), entry(ALICE, 2, 7), entry(2));
        append(entry(ALICE, 0, 9));
        assertThat(page(new From.Place(new Slot(ALICE, 1, 2))).entries())
                .extracting(Kept::entry)
                .containsExactly(entry(2), entry(3), entry(ALICE, 2, 1), entry(ALICE, 2, 7));
        assertThat(page(new From.Place(new Slot(ALICE, 2, 2))).entries())
                .extracting(Kept::entry)
                .containsExactly(entry(ALICE, 2, 7));
        Page cut = done(log.read(new From.Place(new Slot(ALICE, 1, 1)), 4, TopicLog.MAX_PAGE_BYTES));
        assertThat(cut.entries()).extracting(Kept::entry).endsWith(entry(ALICE, 2, 1));
        assertThat(cut.isLast()).isFalse();
        assertThat(page(new From.Place(new Slot(ALICE, 2, 8)))).isEqualTo(new Page(List.of(), true));
    }

    @Test
    void whatWasStoredSinceAMomentIsFound() {
        append(at(100, 1), at(200, 2), at(200, 3), at(300, 4));
        assertThat(sequences(page(new From.Time(Long.MIN_VALUE)))).containsExactly(1L, 2L, 3L, 4L);
        assertThat(sequences(page(new From.Time(200)))).containsExactly(2L, 3L, 4L);
        assertThat(sequences(page(new From.Time(201)))).containsExactly(4L);
        assertThat(sequences(page(new From.Time(301)))).isEmpty();
    }

    @Test
    void saysOfEachSeriesWhatItHoldsAndWhetherItHasGaps() {
        append(entry(3), entry(1), entry(ALICE, 2, 7), entry(BOB, 1, 2), entry(BOB, 1, 3));
        log = reopened(MUCH);
        append(entry(5));
        List<Series> expected = Stream.of(
                        new Series(ALICE, 1, 1, 5, 3), new Series(ALICE, 2, 7, 7, 1), new Series(BOB, 1, 2, 3, 2))
                .sorted((one, other) -> one.publisher().compareTo(other.publisher()))
                .toList();
        assertThat(done(log.series())).isEqualTo(expected);
        assertThat(expected).filteredOn(Series::hasGaps).containsExactly(new Series(ALICE, 1, 1, 5, 3));
        Series first = expected.get(0);
        assertThat(done(log.seriesAfter(first.publisher(), first.epoch()))).isEqualTo(expected.subList(1, 3));
    }

    @Test
    void seriesComeInPages() {
        List<Entry> many = LongStream.range(0, TopicLog.MAX_PAGE)
                .mapToObj(epoch -> entry(ALICE, epoch, 1))
                .toList();
        done(log.append(many));
        append(entry(ALICE, TopicLog.MAX_PAGE, 1));
        List<Series> first = done(log.series());
        assertThat(first).hasSize(TopicLog.MAX_PAGE);
        Series last = first.get(first.size() - 1);
        assertThat(done(log.seriesAfter(last.publisher(), last.epoch())))
                .containsExactly(new Series(ALICE, TopicLog.MAX_PAGE, 1, 1, 1));
    }

    @Test
    void runsSayWhatIsHeldOfASeries() {
        append(entry(1), entry(2), entry(4), entry(6), entry(5), entry(ALICE, 2, 7), entry(BOB, 1, 3));
        assertThat(done(log.runs(new Slot(ALICE, 1, 2))))
                .isEqualTo(new Runs(List.of(new Run(2, 2), new Run(4, 6)), true));
        assertThat(done(log.runs(new Slot(ALICE, 1, 7)))).isEqualTo(new Runs(List.of(), true));
        assertThat(done(log.runs(new Slot(ALICE, 3, 1)))).isEqualTo(new Runs(List.of(), true));
    }

    @Test
    void asManyRunsAreToldTogetherAsMayAndOneMoreIsNot() {
        appendAll(LongStream.rangeClosed(1, TopicLog.MAX_PAGE).map(sequence -> 2 * sequence));
        assertThat(done(log.runs(new Slot(ALICE, 1, 1))).isLast()).isTrue();
        append(entry(9_999));
        Runs runs = done(log.runs(new Slot(ALICE, 1, 1)));
        assertThat(runs.runs()).hasSize(TopicLog.MAX_PAGE);
        assertThat(runs.isLast()).isFalse();
    }

    @Test
    void aRunIsToldInPartsWhenItIsLong() {
        appendAll(LongStream.rangeClosed(1, RunList.MAX_SEQUENCES));
        Run whole = new Run(1, RunList.MAX_SEQUENCES);
        assertThat(done(log.runs(new Slot(ALICE, 1, 1)))).isEqualTo(new Runs(List.of(whole), true));
        append(entry(RunList.MAX_SEQUENCES + 1));
        assertThat(done(log.runs(new Slot(ALICE, 1, 1)))).isEqualTo(new Runs(List.of(whole), false));
    }

    // Retention.

    private static Retention entries(long max) {
        return new Retention(Duration.ofDays(1), max, 1L << 40);
    }

    @Test
    void keepsAsManyEntriesAsItMay() {
        log.close();
        log = fresh(entries(3));
        append(entry(1), entry(2), entry(3));
        assertThat(positions()).containsExactly(1L, 2L, 3L);
        append(entry(4));
        assertThat(positions()).containsExactly(2L, 3L, 4L);
        assertThat(append(entry(5), entry(6), entry(7), entry(8)))
                .containsExactly(new Stored(5), new Stored(6), new Stored(7), new Stored(8));
        assertThat(positions()).containsExactly(6L, 7L, 8L);
        assertThat(log.extent()).isEqualTo(new Extent(6, 8, 30));
        assertThat(done(log.series())).containsExactly(new Series(ALICE, 1, 6, 8, 3));
    }

    @Test
    void keepsAsManyBytesAsItMay() {
        log.close();
        int size = TopicLog.MAX_SIGNED_BYTES / 2;
        log = fresh(new Retention(Duration.ofDays(1), 1_000, TopicLog.MAX_SIGNED_BYTES));
        append(sized(size, 1), sized(size, 2));
        assertThat(positions()).containsExactly(1L, 2L);
        append(sized(1, 3));
        assertThat(positions()).containsExactly(2L, 3L);
        append(sized(TopicLog.MAX_SIGNED_BYTES, 4));
        assertThat(positions()).containsExactly(4L);
    }

    @Test
    void whatIsTooOldIsTakenWhenRetentionIsAskedFor() {
        append(at(1_000, 1), at(2_000, 2), at(3_000, 3));
        Retention second = new Retention(Duration.ofSeconds(1), 1_000, 1L << 40);
        assertThat(done(log.retain(second, 2_000))).isEqualTo(0);
        assertThat(done(log.retain(second, 2_001))).isEqualTo(1);
        assertThat(positions()).containsExactly(2L, 3L);
        assertThat(done(log.retain(second, Long.MAX_VALUE))).isEqualTo(2);
        assertThat(log.extent()).isEqualTo(new Extent(4, 3, 0));
        assertThat(done(log.retain(second, Long.MIN_VALUE))).isEqualTo(0);
    }

    @Test
    void aRetentionThatIsChangedHoldsFromThenOn() {
        appendAll(LongStream.rangeClosed(1, 10_000));
        assertThat(done(log.retain(entries(100), 0))).isEqualTo(9_900);
        assertThat(log.extent()).isEqualTo(new Extent(9_901, 10_000, 1_000));
        append(entry(10_001));
        assertThat(log.extent()).isEqualTo(new Extent(9_902, 10_001, 1_000));
        assertThat(done(log.retain(entries(200), 0))).isEqualTo(0);
        append(entry(10_002));
        assertThat(log.extent()).isEqualTo(new Extent(9_902, 10_002, 1_010));
    }

    @Test
    void noPositionIsGivenAgainWhenNothingIsLeftNorIsTimeForgotten() {
        append(at(5_000, 1), at(5_000, 2));
        assertThat(done(log.retain(MUCH, Long.MAX_VALUE))).isEqualTo(2);
        log = reopened(MUCH);
        assertThat(log.extent()).isEqualTo(new Extent(3, 2, 0));
        assertThat(append(at(1, 3))).containsExactly(new Stored(3));
        assertThat(all().get(0).entry().storedMillis()).isEqualTo(5_000);
    }

    @Test
    void whatRetentionTookIsNotStoredAgain() {
        append(entry(1), entry(3), entry(ALICE, 2, 1), entry(BOB, 1, 1));
        done(log.retain(entries(2), 0));
        log = reopened(entries(2));
        assertThat(append(entry(1), entry(2), entry(3))).containsExactly(new Past(), new Past(), new Past());
        assertThat(append(entry(ALICE, 2, 1), entry(BOB, 1, 1))).containsExactly(new Known(3), new Known(4));
        assertThat(append(entry(4), entry(BOB, 0, 1))).containsExactly(new Stored(5), new Stored(6));
        assertThat(positions()).containsExactly(5L, 6L);
    }

    @Test
    void whatIsHeldIsKnownAlsoWhenRetentionTookALaterSequence() {
        append(entry(5), entry(3));
        done(log.retain(entries(1), 0));
        assertThat(append(entry(3), entry(4))).containsExactly(new Known(2), new Past());
        assertThat(append(new Entry(entry(3).slot(), 0, Bytes.EMPTY, Bytes.EMPTY)))
                .containsExactly(new Conflict(2, entry(3).signed()));
        assertThat(done(log.series())).containsExactly(new Series(ALICE, 1, 3, 3, 1));
    }

    @Test
    void takesSeriesAwayThatHoldNothing() {
        append(entry(ALICE, 1, 1), entry(ALICE, 2, 1), entry(BOB, 1, 1));
        done(log.retain(entries(1), 0));
        assertThat(done(log.series())).containsExactly(new Series(BOB, 1, 1, 1, 1));
        assertThat(append(entry(ALICE, 1, 2), entry(ALICE, 3, 9))).containsExactly(new Past(), new Stored(4));
        assertThat(done(log.series())).containsExactly(new Series(ALICE, 3, 9, 9, 1));
    }

    // Introductions.

    private static Entry introduced(long sequence, Bytes introduction) {
        return new Entry(new Slot(ALICE, 1, sequence), 0, content(10, (int) sequence), introduction);
    }

    private static Bytes introduction(int number) {
        return content(100 + number, number);
    }

    private List<Bytes> introductions() {
        return all().stream().map(kept -> kept.entry().introduction()).toList();
    }

    @Test
    void whatAnEntryCameWithComesBackWithItHoweverItIsReadAndAlsoLater() {
        Bytes first = introduction(1);
        Bytes second = introduction(2);
        append(introduced(1, first), introduced(2, second));
        append(introduced(3, first), introduced(4, Bytes.EMPTY));
        log = reopened(MUCH);
        append(introduced(5, second));
        assertThat(introductions()).containsExactly(first, second, first, Bytes.EMPTY, second);
        assertThat(done(log.one(introduced(3, first).slot()))).contains(new Kept(3, introduced(3, first)));
        assertThat(page(new From.Place(new Slot(ALICE, 1, 4))).entries())
                .extracting(Kept::entry)
                .containsExactly(introduced(4, Bytes.EMPTY), introduced(5, second));
        assertThat(log.extent().bytes()).isEqualTo(50);
    }

    @Test
    void thoseOfOnePageThatCameWithTheSameShareIt() {
        append(introduced(1, introduction(1)), introduced(2, introduction(2)));
        append(introduced(3, introduction(1)));
        log = reopened(MUCH);
        append(introduced(4, introduction(1)));
        List<Bytes> read = introductions();
        assertThat(read.get(2)).isSameAs(read.get(0));
        assertThat(read.get(3)).isSameAs(read.get(0));
    }

    @Test
    void whatIsKnownStaysWithWhatItCameWithFirst() {
        append(introduced(1, introduction(1)));
        assertThat(append(introduced(1, introduction(2)))).containsExactly(new Known(1));
        assertThat(introductions()).containsExactly(introduction(1));
    }

    @Test
    void anIntroductionOfTheLargestSizeIsTakenAndOneByteMoreIsNot() {
        Bytes largest = content(TopicLog.MAX_INTRODUCTION_BYTES, 1);
        append(introduced(1, largest));
        Bytes larger = content(TopicLog.MAX_INTRODUCTION_BYTES + 1, 1);
        assertRefused(log.append(List.of(introduced(2, larger))), Reason.TOO_BIG);
        assertThat(introductions()).containsExactly(largest);
    }

    @Test
    void asManyIntroductionsAreHeldAsMayAndOneMoreIsRefusedUntilOneIsForgotten() {
        log.close();
        log = fresh(MUCH, 2);
        append(introduced(1, introduction(1)), introduced(2, introduction(2)));
        append(introduced(3, introduction(1)));
        assertRefused(log.append(List.of(introduced(4, introduction(3)))), Reason.DISK_FULL);
        assertThat(append(introduced(1, introduction(3)), introduced(4, introduction(1))))
                .containsExactly(new Known(1), new Stored(4));
        done(log.retain(entries(3), 0));
        done(log.retain(MUCH, 0));
        List<Entry> oneNew = List.of(introduced(4, introduction(1)), introduced(5, introduction(3)));
        assertRefused(log.append(oneNew), Reason.DISK_FULL);
        done(log.retain(entries(2), 0));
        done(log.retain(MUCH, 0));
        assertThat(append(introduced(5, introduction(3)))).containsExactly(new Stored(5));
        assertRefused(log.append(List.of(introduced(6, introduction(4)))), Reason.DISK_FULL);
        assertThat(introductions()).containsExactly(introduction(1), introduction(1), introduction(3));
    }

    @Test
    void aNewIntroductionMayPushOutTheOneThatItTakesThePlaceOf() {
        log.close();
        log = fresh(entries(2), 2);
        for (int i = 1; i <= 5; i++) {
            assertThat(append(introduced(i, introduction(i)))).containsExactly(new Stored(i));
        }
        assertThat(introductions()).containsExactly(introduction(4), introduction(5));
    }

    @Test
    void anIntroductionCountsOnceInAnAppendAndInAPage() {
        Bytes large = content(TopicLog.MAX_INTRODUCTION_BYTES, 1);
        List<Entry> many = LongStream.rangeClosed(1, 200)
                .mapToObj(sequence -> introduced(sequence, large))
                .toList();
        assertThat(done(log.append(many))).hasSize(200);
        assertThat(page(new From.Position(1)).entries()).hasSize(200);
        assertThat(sequences(done(log.read(new From.Position(1), 4, large.size() + 20))))
                .containsExactly(1L, 2L);
        assertThat(sequences(done(log.read(new From.Position(1), 4, large.size() + 19))))
                .containsExactly(1L);
    }

    @Test
    void asManyBytesOfIntroductionsAreTakenTogetherAndReadTogetherAsMayAndOneMoreIsNot() {
        int size = TopicLog.MAX_INTRODUCTION_BYTES;
        int fit = TopicLog.MAX_APPEND_BYTES / size;
        List<Entry> most = new ArrayList<>();
        for (int i = 1; i <= fit; i++) {
            most.add(new Entry(new Slot(ALICE, 1, i), 0, Bytes.EMPTY, content(size, i)));
        }
        int left = TopicLog.MAX_APPEND_BYTES - fit * size;
        most.add(new Entry(new Slot(ALICE, 1, fit + 1), 0, Bytes.EMPTY, content(left + 1, 0)));
        assertRefused(log.append(most), Reason.TOO_BIG);
        most.set(fit, new Entry(new Slot(ALICE, 1, fit + 1), 0, Bytes.EMPTY, content(left, 0)));
        assertThat(done(log.append(most))).hasSize(fit + 1);
        Page large = page(new From.Position(1));
        assertThat(large.entries()).hasSize(TopicLog.MAX_PAGE_BYTES / size);
        assertThat(large.isLast()).isFalse();
    }

    // Proofs.

    static Proof proof(NodeId publisher, long epoch, int size) {
        return new Proof(publisher, epoch, content(size, 7));
    }

    @Test
    void aProofStaysWhateverComesAfterItAndWhateverRetentionTakes() {
        Proof first = proof(ALICE, 1, 100);
        append(entry(1));
        assertThat(done(log.putProof(first))).isTrue();
        assertThat(done(log.putProof(proof(ALICE, 1, 99)))).isFalse();
        assertThat(done(log.putProof(proof(ALICE, 0, 0)))).isTrue();
        done(log.retain(MUCH, Long.MAX_VALUE));
        log = reopened(MUCH);
        assertThat(done(log.proofs())).containsExactly(proof(ALICE, 0, 0), first);
        assertThat(done(log.proofsAfter(ALICE, 0))).containsExactly(first);
        assertThat(done(log.proofsAfter(ALICE, 1))).isEmpty();
    }

    @Test
    void aProofOfTheLargestSizeIsTakenAndOneByteMoreIsNot() {
        assertThat(done(log.putProof(proof(ALICE, 1, TopicLog.MAX_PROOF_BYTES))))
                .isTrue();
        assertRefused(log.putProof(proof(ALICE, 2, TopicLog.MAX_PROOF_BYTES + 1)), Reason.TOO_BIG);
        assertThat(done(log.proofs())).hasSize(1);
    }

    @Test
    void asManyProofsAreTakenAsMayAndOneMoreIsNot() {
        IntStream.range(0, TopicLog.MAX_PROOFS - 1).forEach(epoch -> log.putProof(proof(ALICE, epoch, 1)));
        assertThat(done(log.putProof(proof(BOB, 1, 1)))).isTrue();
        assertRefused(log.putProof(proof(BOB, 2, 1)), Reason.TOO_BIG);
        assertThat(done(log.putProof(proof(BOB, 1, 1)))).isFalse();
        assertThat(done(log.proofs())).hasSize(TopicLog.MAX_PROOFS);
    }

    @Test
    void proofsComeInPages() {
        int fit = TopicLog.MAX_PAGE_BYTES / TopicLog.MAX_PROOF_BYTES;
        for (int epoch = 0; epoch <= fit; epoch++) {
            done(log.putProof(proof(ALICE, epoch, TopicLog.MAX_PROOF_BYTES)));
        }
        assertThat(done(log.proofs())).hasSize(fit);
        assertThat(done(log.proofsAfter(ALICE, fit - 1))).hasSize(1);
    }

    // Its end.

    @Test
    void doesNothingOnceItIsClosed() {
        CompletionStage<Answer<List<Outcome>>> asked = log.append(List.of(entry(1)));
        log.close();
        log.close();
        assertThat(done(asked)).containsExactly(new Stored(1));
        assertRefused(log.append(List.of(entry(2))), Reason.CLOSED);
        assertRefused(log.read(new From.Position(1), 1, 1), Reason.CLOSED);
        assertRefused(log.one(entry(1).slot()), Reason.CLOSED);
        assertRefused(log.retain(MUCH, 0), Reason.CLOSED);
        assertRefused(log.putProof(proof(ALICE, 1, 1)), Reason.CLOSED);
    }
}
