package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SequencerTest {
    private static final int MAX_HELD = 10;
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Newsroom.Voice bob = new Newsroom.Voice(2, 1);
    private final Newsroom.Voice carol = new Newsroom.Voice(3, 1);
    private Sequencer sequencer = sequencer(false);
    private long now;

    private static Sequencer sequencer(boolean causal) {
        return new Sequencer(new Sequencer.Settings(ASK, PATIENCE, MAX_HELD, causal));
    }

    private List<Object> take(Batch batch) {
        BitSet all = new BitSet();
        all.set(0, batch.stamp().count());
        return told(sequencer.take(batch, all, now));
    }

    private List<Object> after(Duration time) {
        now += time.toNanos();
        return told(sequencer.due(now));
    }

    /** What was handed over, as text; and the rest. */
    private static List<Object> told(List<Sequencer.Output> outputs) {
        List<Object> told = new ArrayList<>();
        for (Sequencer.Output output : outputs) {
            told.add(
                    output instanceof Sequencer.Deliver deliver
                            ? Newsroom.text(deliver.batch(), deliver.place())
                            : output);
        }
        return told;
    }

    private Batch bobs(long first, String... texts) {
        return bob.says(first, Newsroom.NOW, 0, texts);
    }

    private static NodeId madeUp(int number) {
        return new NodeId(
                Bytes.of(ByteBuffer.allocate(NodeId.SIZE_BYTES).putInt(number).array()));
    }

    @Test
    void ofSoManyPublishersItIsRememberedWhereOthersSayThatTheyAreAndNotOfOneMore() {
        for (int i = 0; i <= Sequencer.MAX_PUBLISHERS; i++) {
            sequencer.skipTo(new Slot(madeUp(i), 1, 5), now);
        }
        sequencer.skipTo(new Slot(madeUp(0), 1, 6), now);
        assertThat(sequencer.reached(madeUp(0))).contains(new Slot(madeUp(0), 1, 6));
        assertThat(sequencer.reached(madeUp(Sequencer.MAX_PUBLISHERS - 1))).isPresent();
        assertThat(sequencer.reached(madeUp(Sequencer.MAX_PUBLISHERS))).isEmpty();
        assertThat(take(bobs(1, "a"))).as("whoever speaks is heard").containsExactly("a");
    }

    @Test
    void whatComesInOrderIsHandedOverAtOnce() {
        assertThat(take(bobs(1, "a", "b"))).containsExactly("a", "b");
        assertThat(take(bobs(3, "c"))).containsExactly("c");
        assertThat(sequencer.dueAt()).isEmpty();
    }

    @Test
    void whatComesTooEarlyWaitsForWhatIsMissing() {
        take(bobs(1, "a"));
        assertThat(take(bobs(3, "c"))).isEmpty();
        assertThat(take(bobs(4, "d"))).isEmpty();
        assertThat(take(bobs(2, "b"))).containsExactly("b", "c", "d");
        assertThat(sequencer.dueAt()).isEmpty();
    }

    @Test
    void aPublisherThatIsWaitedForHoldsUpNobodyElse() {
        take(bobs(1, "a"));
        take(bobs(3, "c"));
        assertThat(take(carol.says("x"))).containsExactly("x");
    }

    @Test
    void whatIsMissingIsAskedForAgainAndAgain() {
        take(bobs(1, "a"));
        take(bobs(4, "d"));
        assertThat(sequencer.dueAt()).hasValue(ASK.toNanos());
        assertThat(after(ASK.minusNanos(1))).isEmpty();
        Sequencer.Fetch fetch = new Sequencer.Fetch(bob.slot(2), 3);
        assertThat(after(Duration.ofNanos(1))).containsExactly(fetch);
        assertThat(after(ASK.minusNanos(1))).isEmpty();
        assertThat(after(Duration.ofNanos(1))).containsExactly(fetch);
        assertThat(take(bobs(2, "b"))).containsExactly("b");
        assertThat(after(ASK)).containsExactly(new Sequencer.Fetch(bob.slot(3), 3));
    }

    @Test
    void whatDoesNotComeInTimeIsToldToBeLost() {
        take(bobs(1, "a"));
        take(bobs(4, "d"));
        take(bobs(6, "f"));
        assertThat(after(PATIENCE.minusNanos(1))).hasSize(1);
        assertThat(after(Duration.ofNanos(1))).containsExactly(new Sequencer.Lost(bob.slot(2), 3), "d");
        assertThat(take(bobs(2, "b"))).isEmpty();
        assertThat(after(PATIENCE)).containsExactly(new Sequencer.Lost(bob.slot(5), 5), "f");
    }

    @Test
    void asManyWaitAsMayAndOneMoreEndsTheWait() {
        take(bobs(1, "a"));
        assertThat(take(bobs(3, Newsroom.texts(MAX_HELD)))).isEmpty();
        List<Object> told = take(bobs(3 + MAX_HELD, "more"));
        assertThat(told.get(0)).isEqualTo(new Sequencer.Lost(bob.slot(2), 2));
        assertThat(told).hasSize(1 + MAX_HELD + 1);
    }

    @Test
    void whoJoinsLateHearsFromThenOn() {
        assertThat(take(bobs(100, "x"))).containsExactly("x");
        assertThat(take(bobs(99, "before"))).isEmpty();
        assertThat(sequencer.dueAt()).isEmpty();
    }

    @Test
    void aNewEpochBeginsWithItsFirstMessageAndEndsTheOneBefore() {
        take(bobs(1, "a"));
        take(bobs(3, "c"));
        Newsroom.Voice restarted = new Newsroom.Voice(2, 2);
        assertThat(take(restarted.says(2, Newsroom.NOW, 0, "B")))
                .containsExactly(new Sequencer.Lost(bob.slot(2), 2), "c");
        assertThat(take(bobs(2, "b"))).isEmpty();
        assertThat(take(restarted.says(1, Newsroom.NOW, 0, "A"))).containsExactly("A", "B");
    }

    @Test
    void onlyWhatIsNewIsHandedOver() {
        BitSet second = new BitSet();
        second.set(1);
        take(bobs(1, "a"));
        assertThat(told(sequencer.take(bobs(1, "a", "b"), second, now))).containsExactly("b");
    }

    @Test
    void inCausalOrderAnAnswerWaitsForItsQuestion() {
        sequencer = sequencer(true);
        take(carol.says(1, Newsroom.NOW, 0, "hello"));
        take(bobs(1, "hi"));
        Batch answer = carol.says(2, Newsroom.NOW, 0, List.of(bob.slot(2)), "answer");
        assertThat(take(answer)).isEmpty();
        assertThat(take(bobs(2, "question"))).containsExactly("question", "answer");
    }

    @Test
    void inCausalOrderNothingWaitsForEver() {
        sequencer = sequencer(true);
        take(carol.says(1, Newsroom.NOW, 0, "hello"));
        assertThat(take(carol.says(2, Newsroom.NOW, 0, List.of(bob.slot(2)), "answer")))
                .isEmpty();
        assertThat(after(ASK.minusNanos(1))).isEmpty();
        assertThat(after(Duration.ofNanos(1))).containsExactly("answer");
    }

    @Test
    void inCausalOrderNothingWaitsForWhatComesElsewhere() {
        sequencer = sequencer(true);
        sequencer.without(bob.id());
        assertThat(take(carol.says(1, Newsroom.NOW, 0, List.of(bob.slot(2)), "answer")))
                .containsExactly("answer");
    }

    @Test
    void withoutItAnAnswerWaitsForNothing() {
        assertThat(take(carol.says(2, Newsroom.NOW, 0, List.of(bob.slot(2)), "answer")))
                .containsExactly("answer");
    }

    @Test
    void whateverTheOrderOfArrivalEverythingIsHandedOverOnceAndInOrder() {
        for (int seed = 0; seed < 200; seed++) {
            sequencer = sequencer(false);
            take(bobs(1, "0"));
            List<Integer> numbers =
                    new ArrayList<>(IntStream.range(1, MAX_HELD).boxed().toList());
            Collections.shuffle(numbers, new Random(seed));
            List<Object> told = new ArrayList<>();
            numbers.forEach(number -> told.addAll(take(bobs(1 + number, "" + number))));
            assertThat(told)
                    .as("seed " + seed)
                    .isEqualTo(
                            IntStream.range(1, MAX_HELD).mapToObj(i -> "" + i).toList());
        }
    }

    @Test
    void whatCannotBeHadIsSkippedAndWhatIsHereOfItIsHandedOver() {
        assertThat(take(bobs(1, "a"))).containsExactly("a");
        assertThat(take(bobs(3, "c"))).isEmpty();
        assertThat(take(bobs(6, "f"))).isEmpty();
        assertThat(told(sequencer.skipTo(bob.slot(4), now)))
                .containsExactly(new Sequencer.Lost(bob.slot(2), 2), "c", new Sequencer.Lost(bob.slot(4), 4));
        assertThat(sequencer.reached(bob.id())).contains(bob.slot(4));
        assertThat(told(sequencer.skipTo(bob.slot(4), now))).isEmpty();
        assertThat(told(sequencer.skipTo(bob.slot(5), now))).containsExactly(new Sequencer.Lost(bob.slot(5), 5), "f");
    }

    @Test
    void whoWasToldWhereEverybodyIsWaitsForTheFirstOfThoseItWasNotToldOf() {
        sequencer.skipTo(bob.slot(7), now);
        sequencer.complete();
        assertThat(sequencer.reached(carol.id())).isEmpty();
        assertThat(take(bobs(6, "old", "older", "next"))).containsExactly("next");
        assertThat(take(carol.says(2, Newsroom.NOW, 0, "second"))).isEmpty();
        assertThat(take(carol.says(1, Newsroom.NOW, 0, "first"))).containsExactly("first", "second");
    }

    @Test
    void whoStopsHandsOverWhatWaits() {
        take(bobs(1, "a"));
        take(bobs(3, "c"));
        assertThat(told(sequencer.abandon())).containsExactly(new Sequencer.Lost(bob.slot(2), 2), "c");
    }
}
