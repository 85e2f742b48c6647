package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class ComplaintsTest {
    private final Complaints complaints = new Complaints();

    private static NodeId node(int number) {
        return new NodeId(Bytes.of(ByteBuffer.allocate(32).putInt(number).array()));
    }

    @Test
    void onceOfEachAndOfSoManyAndNotOneMore() {
        for (int i = 0; i < Complaints.MAX_PUBLISHERS; i++) {
            assertThat(complaints.isFirst(node(i))).isTrue();
            assertThat(complaints.isFirst(node(i))).isFalse();
        }
        assertThat(complaints.isFirst(node(Complaints.MAX_PUBLISHERS))).isFalse();
    }
}
