package io.comity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is kept until the other side has it, and what is sealed again when it has not. */
class RetransmitBufferTest {
    private static final int RECORD = 100;
    private static final int CREDIT = 1_000;

    private final RetransmitBuffer buffer = new RetransmitBuffer(CREDIT, RECORD);

    private void keep(int number, int length) {
        byte[] array = buffer.array();
        for (int i = 0; i < length; i++) {
            array[buffer.offset() + i] = (byte) number;
        }
        buffer.keep(length);
    }

    private List<Integer> repeats() {
        List<Integer> numbers = new ArrayList<>();
        for (var kept = buffer.repeat(); kept != null; kept = buffer.repeat()) {
            for (int i = 0; i < kept.length(); i++) {
                assertThat(kept.bytes()[kept.offset() + i]).isEqualTo(kept.bytes()[kept.offset()]);
            }
            numbers.add((int) kept.bytes()[kept.offset()]);
        }
        return numbers;
    }

    @Test
    void whatTheOtherSideDoesNotHaveIsRepeatedInOrder() {
        for (int i = 1; i <= 5; i++) {
            keep(i, 50);
        }
        assertThat(buffer.acknowledge(2)).isTrue();
        assertThat(buffer.resume(3)).isTrue();
        assertThat(repeats()).containsExactly(4, 5);
        assertThat(buffer.hasRepeats()).isFalse();
        assertThat(buffer.sent()).isEqualTo(5);
        assertThat(buffer.acknowledged()).isEqualTo(3);
    }

    @Test
    void aLinkThatDiesWhileRepeatingIsRepeatedFromWhatArrived() {
        for (int i = 1; i <= 4; i++) {
            keep(i, 10);
        }
        buffer.resume(0);
        assertThat(buffer.repeat()).isNotNull();
        assertThat(buffer.acknowledge(1)).isTrue();
        assertThat(buffer.repeat()).isNotNull();
        buffer.resume(1);
        assertThat(repeats()).containsExactly(2, 3, 4);
    }

    @Test
    void whatWasAcknowledgedBeforeItWasRepeatedIsNotRepeated() {
        for (int i = 1; i <= 4; i++) {
            keep(i, 10);
        }
        buffer.resume(0);
        buffer.acknowledge(3);
        assertThat(repeats()).containsExactly(4);
    }

    @Test
    void namesThatCannotBeAreRefused() {
        keep(1, 10);
        keep(2, 10);
        assertThat(buffer.acknowledge(3)).isFalse();
        assertThat(buffer.resume(3)).isFalse();
        assertThat(buffer.acknowledge(2)).isTrue();
        assertThat(buffer.resume(1)).as("it said that it had both").isFalse();
        assertThat(buffer.acknowledge(1)).as("old news").isTrue();
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void dataStopsAtTheCreditAndControlAtItsReserve() {
        RetransmitBuffer large = new RetransmitBuffer(CREDIT, 60_000);
        for (int bytes = 0; bytes < CREDIT; bytes += RECORD) {
            assertThat(large.admitsData()).isTrue();
            large.array();
            large.keep(RECORD);
        }
        assertThat(large.admitsData()).isFalse();
        while (large.unacknowledgedBytes() < CREDIT + RetransmitBuffer.CONTROL_RESERVE_BYTES) {
            assertThat(large.admitsControl()).isTrue();
            large.array();
            large.keep(60_000);
        }
        assertThat(large.admitsControl()).isFalse();
        large.acknowledge(large.sent());
        assertThat(large.admitsData()).isTrue();
        assertThat(large.unacknowledgedBytes()).isZero();
    }

    @Test
    void ofRecordsOfNothingAsManyAreKeptAsMayAndNotOneMore() {
        for (int i = 0; i < RetransmitBuffer.MAX_RECORDS; i++) {
            assertThat(buffer.admitsData()).isEqualTo(i < RetransmitBuffer.MAX_RECORDS / 2);
            assertThat(buffer.admitsControl()).isTrue();
            keep(1, 0);
        }
        assertThat(buffer.admitsControl()).isFalse();
        buffer.acknowledge(1);
        assertThat(buffer.admitsControl()).isTrue();
    }

    @Test
    void whatIsGivenBackIsTheNextOnes() {
        byte[] array = buffer.array();
        buffer.take(60);
        buffer.giveBack(50);
        assertThat(buffer.offset()).isEqualTo(10);
        assertThat(buffer.array()).isSameAs(array);
    }

    @Test
    void theLeastCreditThatWasSaidCounts() {
        buffer.limit(5_000);
        buffer.limit(100);
        assertThat(buffer.admitsData()).isTrue();
        keep(1, 100);
        assertThat(buffer.admitsData()).isFalse();
    }

    @Test
    void acknowledgedMemoryIsUsedAgain() {
        keep(1, RECORD);
        byte[] first = buffer.array();
        buffer.acknowledge(1);
        for (int i = 2; i < 1_000; i++) {
            keep(i % 100, RECORD);
            assertThat(buffer.array()).isSameAs(first);
            buffer.acknowledge(i);
        }
        buffer.trim();
        assertThat(buffer.array()).isNotSameAs(first);
    }

    /** A plain model beside it: whatever is kept, acknowledged and resumed in whatever order. */
    @Test
    void alwaysRepeatsExactlyWhatIsMissing() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RetransmitBuffer tested = new RetransmitBuffer(Long.MAX_VALUE / 2, RECORD);
            Deque<byte[]> model = new ArrayDeque<>();
            long acknowledged = 0;
            for (int step = 0; step < 300; step++) {
                int what = random.nextInt(10);
                if (what < 6) {
                    byte[] record = new byte[1 + random.nextInt(RECORD)];
                    random.nextBytes(record);
                    System.arraycopy(record, 0, tested.array(), tested.offset(), record.length);
                    tested.keep(record.length);
                    model.add(record);
                } else {
                    long upTo = acknowledged + random.nextInt(model.size() + 1);
                    assertThat(what < 9 ? tested.acknowledge(upTo) : tested.resume(upTo))
                            .isTrue();
                    for (; acknowledged < upTo; acknowledged++) {
                        model.remove();
                    }
                    if (what == 9) {
                        assertRepeats(tested, model, "seed " + seed);
                    }
                }
            }
        }
    }

    private static void assertRepeats(RetransmitBuffer tested, Deque<byte[]> model, String where) {
        for (byte[] expected : model) {
            var kept = Objects.requireNonNull(tested.repeat(), where);
            assertThat(Arrays.copyOfRange(kept.bytes(), kept.offset(), kept.offset() + kept.length()))
                    .as(where)
                    .isEqualTo(expected);
        }
        assertThat(tested.repeat()).as(where).isNull();
    }

    @Test
    void whatIsKeptForLaterIsSealedInItsTurnAndAgainOnAnotherLink() {
        byte[] array = buffer.array();
        int first = buffer.offset();
        buffer.take(20);
        byte[] next = buffer.array();
        int second = buffer.offset();
        buffer.take(20);
        java.util.Arrays.fill(array, first + 5, first + 20, (byte) 1);
        java.util.Arrays.fill(next, second + 10, second + 20, (byte) 2);
        assertThat(buffer.keep(new RetransmitBuffer.Kept(array, first + 5, 15)).length())
                .isEqualTo(15);
        buffer.keepForLater(new RetransmitBuffer.Kept(next, second + 10, 10));
        assertThat(buffer.sent()).isEqualTo(2);
        assertThat(buffer.unacknowledgedBytes()).isEqualTo(25);
        assertThat(repeats()).containsExactly(2);
        assertThat(buffer.resume(0)).isTrue();
        assertThat(repeats()).containsExactly(1, 2);
    }
}
