package io.comity.pubsub;

import io.comity.topic.Publishers;
import io.comity.topic.Stamp;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which publishers one other node was shown, so that each is shown once, with the first of its messages that go there. */
final class Met {
    private final Publishers publishers;
    private final Set<Publishers.Introduction> shown = new HashSet<>();

    Met(Publishers publishers) {
        this.publishers = publishers;
    }

    /** What is to be shown before a batch of this stamp; nothing when it was before. */
    Optional<Feed.Introduced> introduce(Stamp stamp) {
        return publishers.introduction(stamp).filter(shown::add).map(Met::introduced);
    }

    private static Feed.Introduced introduced(Publishers.Introduction introduction) {
        return new Feed.Introduced(
                introduction.publisher().key().toArray(),
                introduction.key().toArray(),
                introduction.chain().toArray());
    }
}
