package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.topic.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits hears of as many as wanted, of too few in the end, and never of more than there are. */
final class HoldersTest {
    private static final Instant NOW = Owner.NOW;
    private static final Slot FIRST = new Slot(Owner.key(3).nodeId(), 1, 1);

    private final Holders holders = new Holders();
    private final List<Integer> told = new ArrayList<>();

    private void await(Slot first, int count) {
        holders.await(first, count, told::add, NOW);
    }

    @Test
    void asSoonAsThereAreEnough() {
        await(FIRST, 1);
        await(FIRST, 2);
        holders.stored(FIRST, Holders.SELF);
        assertThat(told).containsExactly(1);
        holders.stored(FIRST, 7);
        assertThat(told).containsExactly(1, 2);
    }

    @Test
    void whoStoresItTwiceCountsOnce() {
        await(FIRST, 2);
        holders.stored(FIRST, 7);
        holders.stored(FIRST, 7);
        holders.stored(FIRST.next(), 8);
        assertThat(told).isEmpty();
    }

    @Test
    void whoWaitedTooLongHearsHowFewTheyWere() {
        await(FIRST, 3);
        holders.stored(FIRST, 7);
        holders.expire(NOW.plus(Holders.PATIENCE).minusMillis(1));
        assertThat(told).isEmpty();
        holders.expire(NOW.plus(Holders.PATIENCE));
        assertThat(told).containsExactly(1);
        holders.stored(FIRST, 8);
        holders.stored(FIRST, 9);
        assertThat(told).containsExactly(1);
    }

    @Test
    void asManyWaitAsMayAndOneMoreHearsSoAtOnce() {
        Slot slot = FIRST;
        for (int i = 0; i < Holders.MAX_AWAITED; i++) {
            await(slot, 1);
            slot = slot.next();
        }
        assertThat(told).isEmpty();
        await(slot, 1);
        assertThat(told).containsExactly(0);
        holders.stored(FIRST, Holders.SELF);
        await(slot, 1);
        assertThat(told).as("there is room for one again").containsExactly(0, 1);
    }

    @Test
    void nobodyWaitsForWhatWasNotTaken() {
        await(FIRST, 1);
        holders.forget(FIRST);
        holders.stored(FIRST, Holders.SELF);
        holders.expire(NOW.plus(Holders.PATIENCE));
        assertThat(told).isEmpty();
    }
}
