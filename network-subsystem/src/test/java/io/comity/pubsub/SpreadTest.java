package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.topic.Batch;
import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    private final Owner owner = new Owner();
    private final Spread spread = new Spread();

    private static Spread.Kept kept(Batch batch) {
        return new Spread.Kept(batch, new Exchange.Passed(batch.bytes(), new byte[0]));
    }

    private Batch add(String... texts) {
        Batch batch = owner.says(texts);
        assertThat(spread.add(kept(batch))).isEmpty();
        return batch;
    }

    private Slot slot(long sequence) {
        return new Slot(owner.node.nodeId(), 1, sequence);
    }

    private List<Batch> of(long first, long last) {
        return spread.of(slot(first), last, Long.MAX_VALUE);
    }

    @Test
    void whatIsFoundHasAnyOfTheMessagesAndIsInOrder() {
        Batch one = add("1", "2", "3");
        Batch two = add("4");
        Batch three = add("5", "6");
        assertThat(of(1, Long.MAX_VALUE)).containsExactly(one, two, three);
        assertThat(of(3, 5)).containsExactly(one, two, three);
        assertThat(of(4, 4)).containsExactly(two);
        assertThat(of(6, 9)).containsExactly(three);
        assertThat(of(7, 9)).isEmpty();
        spread.forget(slot(4));
        assertThat(of(1, 6)).containsExactly(one, three);
    }

    @Test
    void nothingIsFoundOfOthersOrOfOtherEpochs() {
        add("1");
        assertThat(spread.of(new Slot(owner.node.nodeId(), 0, 1), 9, Long.MAX_VALUE))
                .isEmpty();
        assertThat(spread.of(new Slot(owner.node.nodeId(), 2, 1), 9, Long.MAX_VALUE))
                .isEmpty();
        assertThat(spread.of(new Slot(Owner.key(9).nodeId(), 1, 1), 9, Long.MAX_VALUE))
                .isEmpty();
    }

    @Test
    void theLastThatIsFoundIsTheOneThatMakesItTooMuch() {
        Batch one = add("1");
        Batch two = add("2");
        add("3");
        assertThat(spread.of(slot(1), 3, 0)).containsExactly(one);
        assertThat(spread.of(slot(1), 3, one.bytes().length)).containsExactly(one, two);
    }

    @Test
    void asManyBytesAreKeptAsMayBeAndOfMoreTheOldestGo() {
        Batch next = owner.says(new byte[Batch.MAX_BODY_BYTES]);
        long bytes = 0;
        List<Batch> all = new ArrayList<>();
        while (bytes + kept(next).passed().bytes() <= Spread.MAX_BYTES) {
            bytes += kept(next).passed().bytes();
            all.add(next);
            assertThat(spread.add(kept(next))).isEmpty();
            next = owner.says(new byte[Batch.MAX_BODY_BYTES]);
        }
        assertThat(of(1, Long.MAX_VALUE)).isEqualTo(all);
        assertThat(spread.add(kept(next))).containsExactly(slot(1));
        assertThat(spread.find(slot(1))).isNull();
        assertThat(of(1, 2)).containsExactly(all.get(1));
    }

    @Test
    void whatComesTwiceCountsOnceAndWhatIsForgottenDoesNotCount() {
        Batch batch = owner.says(new byte[Batch.MAX_BODY_BYTES]);
        long times = 2 + Spread.MAX_BYTES / batch.bytes().length;
        for (long i = 0; i < times; i++) {
            assertThat(spread.add(kept(batch))).isEmpty();
        }
        for (long i = 0; i < times; i++) {
            spread.forget(slot(1));
            spread.forget(slot(1));
            assertThat(spread.add(kept(batch))).isEmpty();
        }
        assertThat(of(1, 1)).containsExactly(batch);
    }
}
