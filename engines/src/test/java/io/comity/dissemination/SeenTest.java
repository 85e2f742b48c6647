package io.comity.dissemination;

import static io.comity.dissemination.Nodes.node;
import static io.comity.dissemination.Nodes.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.dissemination.Output.Standing;
import io.comity.topic.Slot;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SeenTest {
    private static final int PUBLISHERS = 3;
    private static final long QUIET_NS = 100;
    private static final int WINDOW = 128;

    private final Seen seen = new Seen(PUBLISHERS, QUIET_NS, WINDOW);

    private Standing judge(Slot slot) {
        return seen.judge(slot, 0);
    }

    @Test
    void whatWasTakenIsSeen() {
        assertThat(judge(slot(1, 5))).isEqualTo(Standing.NEW);
        seen.add(slot(1, 5), 0, 0);
        assertThat(judge(slot(1, 5))).isEqualTo(Standing.SEEN);
        assertThat(judge(slot(1, 4))).isEqualTo(Standing.NEW);
        assertThat(judge(slot(1, 6))).isEqualTo(Standing.NEW);
        assertThat(judge(slot(2, 5))).isEqualTo(Standing.NEW);
    }

    @Test
    void theWindowReachesBackSoFarAndNoFurther() {
        seen.add(slot(1, 1000), 0, 0);
        assertThat(judge(slot(1, 1000 - WINDOW + 1))).isEqualTo(Standing.NEW);
        assertThat(judge(slot(1, 1000 - WINDOW))).isEqualTo(Standing.OLD);
    }

    @Test
    void whatIsOnlySaidIsBelievedSoFarAheadAndNoFurther() {
        seen.add(slot(1, 1000), 0, 0);
        assertThat(seen.isPlausible(slot(1, 1000 + WINDOW), 0)).isTrue();
        assertThat(seen.isPlausible(slot(1, 1000 + WINDOW + 1), 0)).isFalse();
        assertThat(seen.isPlausible(slot(1, 1000), 0)).isFalse();
        assertThat(seen.isPlausible(slot(1, 1000 - WINDOW), 0)).isFalse();
        assertThat(seen.isPlausible(slot(2, Long.MAX_VALUE), 0)).isTrue();
    }

    @Test
    void aJumpForgetsNothingItShouldNotAndKeepsNothingStale() {
        SplittableRandom random = new SplittableRandom(7);
        Set<Long> taken = new HashSet<>();
        long top = 1;
        for (int step = 0; step < 20_000; step++) {
            long sequence = Math.max(1, top - 2 * WINDOW + random.nextInt(2 * WINDOW + random.nextInt(1, 2 * WINDOW)));
            boolean isOld = sequence <= top - WINDOW;
            Standing expected = isOld ? Standing.OLD : taken.contains(sequence) ? Standing.SEEN : Standing.NEW;
            assertThat(judge(slot(1, sequence))).as("step %d", step).isEqualTo(step == 0 ? Standing.NEW : expected);
            if (!isOld) {
                seen.add(slot(1, sequence), 0, 0);
                taken.add(sequence);
                top = Math.max(top, sequence);
            }
        }
    }

    @Test
    void theGreatestSequenceThereIsHarmsNobody() {
        seen.add(slot(1, Long.MAX_VALUE), 0, 0);
        assertThat(judge(slot(1, Long.MAX_VALUE))).isEqualTo(Standing.SEEN);
        assertThat(judge(slot(1, Long.MAX_VALUE - 1))).isEqualTo(Standing.NEW);
        assertThat(judge(slot(1, 1))).isEqualTo(Standing.OLD);
    }

    @Test
    void theTwoLatestEpochsOfAPublisherAreRemembered() {
        seen.add(new Slot(node(1), 3, 1), 0, 0);
        seen.add(new Slot(node(1), 5, 1), 0, 0);
        assertThat(judge(new Slot(node(1), 3, 1))).isEqualTo(Standing.SEEN);
        assertThat(judge(new Slot(node(1), 2, 1))).isEqualTo(Standing.OLD);
        assertThat(judge(new Slot(node(1), 4, 1))).isEqualTo(Standing.NEW);
        seen.add(new Slot(node(1), 6, 1), 0, 0);
        assertThat(judge(new Slot(node(1), 5, 1))).isEqualTo(Standing.SEEN);
        assertThat(judge(new Slot(node(1), 4, 1))).isEqualTo(Standing.OLD);
        assertThat(judge(new Slot(node(1), 3, 1))).isEqualTo(Standing.OLD);
    }

    @Test
    void anEarlierEpochThatComesLateIsRememberedBesideTheLatest() {
        seen.add(new Slot(node(1), 5, 1), 0, 0);
        seen.add(new Slot(node(1), 4, 9), 0, 0);
        assertThat(judge(new Slot(node(1), 5, 1))).isEqualTo(Standing.SEEN);
        assertThat(judge(new Slot(node(1), 4, 9))).isEqualTo(Standing.SEEN);
        seen.add(new Slot(node(1), 6, 1), 0, 0);
        assertThat(judge(new Slot(node(1), 5, 1))).isEqualTo(Standing.SEEN);
        assertThat(judge(new Slot(node(1), 4, 9))).isEqualTo(Standing.OLD);
    }

    @Test
    void onePublisherTooManyWaitsUntilAnotherWasQuietForLongEnough() {
        for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
            assertThat(judge(slot(publisher, 1))).isEqualTo(Standing.NEW);
            seen.add(slot(publisher, 1), 0, publisher);
        }
        seen.add(slot(0, 2), 0, PUBLISHERS);
        assertThat(seen.judge(slot(9, 1), QUIET_NS)).isEqualTo(Standing.CROWDED);
        assertThat(seen.isPlausible(slot(9, 1), QUIET_NS)).isFalse();
        assertThat(seen.judge(slot(9, 1), 1 + QUIET_NS)).isEqualTo(Standing.NEW);
        seen.add(slot(9, 1), 0, 1 + QUIET_NS);
        assertThat(seen.publishers()).isEqualTo(PUBLISHERS);
        assertThat(seen.judge(slot(0, 2), 1 + QUIET_NS)).isEqualTo(Standing.SEEN);
        assertThat(seen.judge(slot(2, 1), 1 + QUIET_NS)).isEqualTo(Standing.SEEN);
    }
}
