package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.Sequencer;
import io.comity.topic.Slot;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderingTest {
    private static final Duration PATIENCE = Ordering.PATIENCE;

    private final Owner owner = new Owner();
    private final NodeId publisher = owner.node.nodeId();
    private final List<Object> events = new ArrayList<>();
    private final Ordering ordering = new Ordering(
            Owner.key(50).nodeId(),
            (batch, places) -> events.add(batch.stamp().first().sequence()),
            count -> events.add("lost " + count),
            (first, last) -> events.add("missing " + first.sequence() + " to " + last));
    private long now;

    private Slot slot(long sequence) {
        return new Slot(publisher, 1, sequence);
    }

    private Batch[] says(int count) {
        Batch[] batches = new Batch[count];
        for (int i = 0; i < count; i++) {
            batches[i] = owner.says("" + i);
        }
        return batches;
    }

    private void take(Batch batch) {
        ordering.take(batch, Owner.first(), now);
    }

    private void passes(Duration time) {
        now += time.toNanos();
        ordering.again(now);
    }

    @Test
    void ofSoManyPublishersWhatIsMissingIsAskedForAndNotOfOneMore() {
        List<Slot> madeUp = new ArrayList<>();
        for (int i = 0; i <= Sequencer.MAX_PUBLISHERS; i++) {
            byte[] key = ByteBuffer.allocate(NodeId.SIZE_BYTES).putInt(i).array();
            madeUp.add(new Slot(new NodeId(Bytes.of(key)), 1, 1));
        }
        ordering.begin(List.of(), List.of(), now);
        ordering.standing(madeUp, now);
        passes(PATIENCE);
        assertThat(events).hasSize(Sequencer.MAX_PUBLISHERS).containsOnly("missing 1 to 1");
    }

    @Test
    void whatComesInAnyOrderIsToldInItsOwn() {
        Batch[] batches = says(3);
        ordering.begin(List.of(), List.of(), now);
        take(batches[2]);
        take(batches[0]);
        take(batches[1]);
        assertThat(events).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anAnswerWaitsAMomentForWhatItAnswersAndNotForWhatThisNodeSaid() {
        Slot question = new Slot(Owner.key(60).nodeId(), 1, 1);
        Slot own = new Slot(Owner.key(50).nodeId(), 1, 1);
        ordering.begin(List.of(), List.of(), now);
        take(owner.answers(List.of(own), new byte[] {0x60}));
        assertThat(events).containsExactly(1L);
        take(owner.answers(List.of(question), new byte[] {0x60}));
        passes(PATIENCE.minusNanos(1));
        assertThat(events).containsExactly(1L);
        passes(Duration.ofNanos(1));
        assertThat(events).containsExactly(1L, 2L);
    }

    @Test
    void whatWasHandedOverOrSaidBeforeIsNotWaitedFor() {
        Batch[] batches = says(5);
        ordering.begin(List.of(slot(2)), List.of(slot(3)), now);
        take(batches[1]);
        take(batches[4]);
        take(batches[3]);
        assertThat(events).containsExactly(4L, 5L);
    }

    @Test
    void whatStandsAndDoesNotComeIsAskedForWhenItsTimeIsOverAndAgain() {
        Batch[] batches = says(3);
        ordering.begin(List.of(), List.of(), now);
        take(batches[0]);
        ordering.standing(List.of(slot(3)), now);
        assertThat(ordering.isUpToDate()).isFalse();
        passes(PATIENCE.minusNanos(1));
        assertThat(events).containsExactly(1L);
        passes(Duration.ofNanos(1));
        passes(PATIENCE.minusNanos(1));
        passes(Duration.ofNanos(1));
        assertThat(events).containsExactly(1L, "missing 2 to 3", "missing 2 to 3");
        take(batches[1]);
        take(batches[2]);
        passes(PATIENCE);
        ordering.standing(List.of(slot(3)), now);
        assertThat(ordering.isUpToDate()).isTrue();
        assertThat(events).hasSize(5);
    }

    @Test
    void aPublisherOfWhomNothingCameIsAskedForFromItsFirst() {
        ordering.begin(List.of(), List.of(), now);
        ordering.standing(List.of(slot(2)), now);
        passes(PATIENCE);
        assertThat(events).containsExactly("missing 1 to 2");
    }

    @Test
    void whatThisNodeSaysItselfIsNotMissed() {
        ordering.begin(List.of(), List.of(), now);
        ordering.standing(List.of(new Slot(Owner.key(50).nodeId(), 1, 9)), now);
        passes(PATIENCE);
        assertThat(events).isEmpty();
        assertThat(ordering.isUpToDate()).isTrue();
    }

    @Test
    void whatIsGoneIsNotWaitedForIfItIsWhatIsNext() {
        Batch[] batches = says(4);
        ordering.begin(List.of(), List.of(), now);
        take(batches[0]);
        take(batches[3]);
        ordering.gone(slot(3), 3, now);
        ordering.gone(slot(1), 1, now);
        assertThat(events).containsExactly(1L);
        ordering.gone(slot(3), 2, now);
        assertThat(events).containsExactly(1L, "lost 2", 4L);
    }

    @Test
    void whatNobodySaysIsGoneIsLostAtLast() {
        Batch[] batches = says(3);
        ordering.begin(List.of(), List.of(), now);
        take(batches[0]);
        take(batches[2]);
        passes(Ordering.LAST_PATIENCE.minusNanos(1));
        assertThat(events).containsExactly(1L, "missing 2 to 2");
        passes(Duration.ofNanos(1));
        assertThat(events).containsExactly(1L, "missing 2 to 2", "lost 1", 3L);
    }

    @Test
    void asManyWaitAsMayAndForOneMoreTheFirstGoOn() {
        Batch[] batches = says(Ordering.MAX_HELD + 2);
        ordering.begin(List.of(), List.of(), now);
        for (int i = 1; i <= Ordering.MAX_HELD; i++) {
            take(batches[i]);
        }
        assertThat(events).isEmpty();
        take(batches[Ordering.MAX_HELD + 1]);
        assertThat(events).hasSize(Ordering.MAX_HELD + 2).startsWith("lost 1", 2L);
    }

    @Test
    void whoLeavesTellsWhatWaits() {
        Batch[] batches = says(3);
        ordering.begin(List.of(), List.of(), now);
        take(batches[2]);
        ordering.end();
        assertThat(events).containsExactly("lost 2", 3L);
    }
}
