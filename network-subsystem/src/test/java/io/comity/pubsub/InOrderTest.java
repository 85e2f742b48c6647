package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Each publisher's messages in their order, of as many publishers as may be. */
final class InOrderTest {
    private final InOrder inOrder = new InOrder();

    private static Slot slot(int publisher, long epoch, long sequence) {
        byte[] key = ByteBuffer.allocate(NodeId.SIZE_BYTES).putInt(publisher).array();
        return new Slot(new NodeId(Bytes.of(key)), epoch, sequence);
    }

    @Test
    void whatComesAfterAllBeforeIsNext() {
        assertThat(inOrder.isNext(slot(1, 1, 5))).isTrue();
        assertThat(inOrder.isNext(slot(1, 1, 5))).isFalse();
        assertThat(inOrder.isNext(slot(1, 1, 4))).isFalse();
        assertThat(inOrder.isNext(slot(2, 1, 1))).isTrue();
        assertThat(inOrder.isNext(slot(1, 2, 1))).isTrue();
        assertThat(inOrder.isNext(slot(1, 1, 6))).isFalse();
    }

    @Test
    void whatComesAfterBothIsNextWhenTheyAreOne() {
        InOrder other = new InOrder();
        inOrder.isNext(slot(1, 1, 5));
        other.isNext(slot(1, 1, 3));
        other.isNext(slot(2, 1, 7));
        InOrder both = inOrder.copy();
        both.merge(other);
        assertThat(both.isNext(slot(1, 1, 5))).isFalse();
        assertThat(both.isNext(slot(2, 1, 7))).isFalse();
        assertThat(inOrder.isNext(slot(2, 1, 7))).as("the first is as it was").isTrue();
    }

    @Test
    void asManyPublishersAsMayBeAndNoMore() {
        for (int publisher = 0; publisher < InOrder.MAX_PUBLISHERS; publisher++) {
            assertThat(inOrder.isNext(slot(publisher, 1, 1))).isTrue();
        }
        assertThat(inOrder.isNext(slot(InOrder.MAX_PUBLISHERS, 1, 1))).isFalse();
        assertThat(inOrder.isNext(slot(0, 1, 2))).isTrue();
    }
}
