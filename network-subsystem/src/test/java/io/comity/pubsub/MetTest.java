package io.comity.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.topic.Press;
import io.comity.topic.PublisherKey;
import io.comity.topic.Stamp;
import io.comity.topic.TopicId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An owner in two epochs, shown to one other node; its word for the key of the later one is renewed again and again. */
final class MetTest {
    private static final MemoryKeyHolder LATER_KEY = Owner.key(3);

    private final Owner owner = new Owner();
    private final Stamp earlier = owner.says("hello").stamp();
    private final Stamp later = stamp();
    private final Met met = new Met(owner.publishers);
    private long expires = Owner.NOW.getEpochSecond() + 3_600;

    private Stamp stamp() {
        Press press = new Press(TopicId.of(owner.node.nodeId(), "news"), owner.node.nodeId(), 2, LATER_KEY);
        press.add(0, new byte[] {0x60});
        return press.print(Bytes.EMPTY, List.of(), Owner.NOW.toEpochMilli())
                .orElseThrow()
                .stamp();
    }

    private void renew() {
        expires++;
        PublisherKey word =
                new PublisherKey(owner.node.nodeId(), 2, LATER_KEY.nodeId(), Owner.NOW.getEpochSecond(), expires);
        assertThat(owner.publishers.introduce(owner.node.nodeId(), word.sign(owner.node), Bytes.EMPTY, Owner.NOW))
                .isEmpty();
    }

    private boolean isShown(Stamp stamp) {
        return met.introduce(stamp).isPresent();
    }

    @Test
    void aPublisherIsShownOnceAndAgainWhenItsWordIsAnother() {
        renew();
        assertThat(isShown(later)).isTrue();
        assertThat(isShown(later)).isFalse();
        renew();
        assertThat(isShown(later)).isTrue();
        assertThat(isShown(later)).isFalse();
    }

    @Test
    void asManyAreRememberedAsMayBeAndOneMorePushesOutTheOldest() {
        assertThat(isShown(earlier)).isTrue();
        for (int i = 1; i < Met.MAX_OF_PUBLISHER; i++) {
            renew();
            assertThat(isShown(later)).isTrue();
        }
        assertThat(isShown(earlier)).isFalse();
        renew();
        assertThat(isShown(later)).isTrue();
        assertThat(isShown(earlier)).isTrue();
    }
}
