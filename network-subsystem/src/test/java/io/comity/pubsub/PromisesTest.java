package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.topic.Batch;
import io.comity.topic.Objection;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever waits for a message hears one thing of it, once. */
final class PromisesTest {
    private final Batch batch = new Owner().says("hello");
    private final long sequence = batch.stamp().first().sequence();
    private final Promises promises = new Promises();
    private final List<String> told = new ArrayList<>();

    private Promises.Promised promised(int holders) {
        return new Promises.Promised(0, new Promise() {
            @Override
            public int holders() {
                return holders;
            }

            @Override
            public void stored(Slot slot) {
                assertThat(slot).isEqualTo(batch.stamp().slot(0));
                told.add("stored by " + holders);
            }

            @Override
            public void failed(String why) {
                told.add(why);
            }
        });
    }

    private void add(int... holders) {
        List<Promises.Promised> promised = new ArrayList<>();
        for (int each : holders) {
            promised.add(promised(each));
        }
        promises.add(batch, promised, Owner.NOW);
    }

    @Test
    void eachHearsWhenThereAreAsManyAsItWants() {
        add(1, 3, 2, 2);
        assertThat(promises.wanted(sequence)).containsExactly(1, 3, 2);
        promises.stored(sequence, 0);
        promises.stored(sequence + 1, 9);
        assertThat(told).isEmpty();
        promises.stored(sequence, 2);
        assertThat(told).containsExactly("stored by 1", "stored by 2", "stored by 2");
        promises.stored(sequence, 3);
        promises.stored(sequence, 4);
        assertThat(told).hasSize(4).endsWith("stored by 3");
        assertThat(promises.wanted(sequence)).isEmpty();
    }

    @Test
    void whatIsRefusedIsSaidWithTheCure() {
        add(1, 2);
        promises.refused(sequence, Objection.DISK_FULL);
        promises.stored(sequence, 2);
        assertThat(told).hasSize(2).allMatch(why -> why.contains("no room on the disk"));
    }

    @Test
    void whoWaitedTooLongHearsHowFewTheyWere() {
        add(1, 2);
        promises.stored(sequence, 1);
        promises.expire(Owner.NOW.plus(Holders.PATIENCE).minusMillis(1));
        assertThat(told).containsExactly("stored by 1");
        promises.expire(Owner.NOW.plus(Holders.PATIENCE));
        promises.stored(sequence, 2);
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("1 nodes said");
    }
}
