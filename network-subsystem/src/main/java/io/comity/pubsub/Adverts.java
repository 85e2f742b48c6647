package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.topic.TopicAdvert;
import io.comity.topic.TopicDescription;
import io.comity.wire.Verified;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the topic's owner says of it, at a node that follows: the latest that was heard, and nothing older after that. Used by {@link Following} only. */
final class Adverts {
    private final Court court;
    private @Nullable TopicAdvert latest;

    Adverts(Court court) {
        this.court = court;
    }

    /** What these bytes say, when the owner said it of this topic, it is not over, and nothing later was taken before. */
    Optional<TopicAdvert> read(byte[] advert) {
        return TopicAdvert.read(Bytes.of(advert), court.settings().owner())
                .map(Verified::value)
                .filter(read -> read.topic().equals(court.topic()) && !read.isExpired(court.now()) && !isOld(read));
    }

    private boolean isOld(TopicAdvert read) {
        TopicAdvert before = latest;
        return before != null
                && read.description().version() < before.description().version();
    }

    /** Whether the messages are those that they are here. */
    boolean isOfSameMessages(TopicDescription description) {
        return description.digest().equals(Bytes.of(court.settings().protocol().digest()));
    }

    /** From now on this one stands. */
    void take(TopicAdvert read) {
        latest = read;
    }

    /** The owner has signed another. */
    void renewed(byte[] advert) {
        read(advert).filter(read -> isOfSameMessages(read.description())).ifPresent(this::take);
    }

    /** Whether the owner's word is over, so that it is to be asked again. */
    boolean isOver() {
        TopicAdvert standing = latest;
        return standing != null && standing.isExpired(court.now());
    }
}
