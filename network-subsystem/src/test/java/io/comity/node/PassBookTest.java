package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.pubsub.Company.Pass;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** However many nodes the owner of a topic makes up. */
final class PassBookTest {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Instant NOW = Instant.EPOCH;
    private static final Pass PASS = new Pass(Bytes.EMPTY, Bytes.EMPTY);

    private final PassBook passes = new PassBook(LIFETIME);

    private static NodeId node(int number) {
        return new NodeId(
                Bytes.of(ByteBuffer.allocate(NodeId.SIZE_BYTES).putInt(number).array()));
    }

    private void giveAll(Instant when) {
        for (int i = 0; i < PassBook.MAX_GIVEN; i++) {
            assertThat(passes.hasRoomFor(node(i), when)).isTrue();
            passes.give(node(i), PASS, when);
        }
    }

    @Test
    void soManyAreLetInAtATimeAndNotOneMore() {
        giveAll(NOW);
        Instant last = NOW.plus(LIFETIME).minusNanos(1);
        assertThat(passes.hasRoomFor(node(PassBook.MAX_GIVEN), last)).isFalse();
        assertThat(passes.hasRoomFor(node(0), last)).as("it has one already").isTrue();
        assertThat(passes.hasRoomFor(node(PassBook.MAX_GIVEN), NOW.plus(LIFETIME)))
                .isTrue();
    }

    @Test
    void whoAsksAgainSoonIsGivenTheSame() {
        passes.give(node(1), PASS, NOW);
        assertThat(passes.given(node(1), NOW.plus(LIFETIME.dividedBy(2)).minusNanos(1)))
                .containsSame(PASS);
        assertThat(passes.given(node(1), NOW.plus(LIFETIME.dividedBy(2)))).isEmpty();
        assertThat(passes.given(node(2), NOW)).isEmpty();
    }

    @Test
    void soManyAreMetInALifetimeAndNotOneMore() {
        for (int i = 0; i < PassBook.MAX_MET; i++) {
            assertThat(passes.meet(node(i), NOW)).isTrue();
        }
        Instant last = NOW.plus(LIFETIME).minusNanos(1);
        assertThat(passes.meet(node(PassBook.MAX_MET), last)).isFalse();
        assertThat(passes.meet(node(0), last)).isTrue();
        assertThat(passes.meet(node(PassBook.MAX_MET), NOW.plus(LIFETIME))).isTrue();
    }
}
