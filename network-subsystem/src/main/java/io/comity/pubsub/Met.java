package io.comity.pubsub;

import io.comity.identity.NodeId;
import io.comity.topic.Publishers;
import io.comity.topic.Stamp;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which publishers one other node was shown, so that each is shown once, with the first of its messages that go there. */
final class Met {
    /** Of one publisher: as many as may be of use at the same time. One that was forgotten is shown again. */
    static final int MAX_OF_PUBLISHER = Publishers.MAX_EPOCHS * Publishers.MAX_RIGHTS;

    private final Publishers publishers;
    private final Map<NodeId, Set<Publishers.Introduction>> shown = new HashMap<>();

    Met(Publishers publishers) {
        this.publishers = publishers;
    }

    /** What is to be shown before a batch of this stamp; nothing when it was before. */
    Optional<Feed.Introduced> introduce(Stamp stamp) {
        return publishers.introduction(stamp).filter(this::isNews).map(Met::introduced);
    }

    private boolean isNews(Publishers.Introduction introduction) {
        Set<Publishers.Introduction> before =
                shown.computeIfAbsent(introduction.publisher(), first -> new LinkedHashSet<>());
        boolean isNews = before.add(introduction);
        if (before.size() > MAX_OF_PUBLISHER) {
            before.remove(before.iterator().next());
        }
        return isNews;
    }

    private static Feed.Introduced introduced(Publishers.Introduction introduction) {
        return new Feed.Introduced(
                introduction.publisher().key().toArray(),
                introduction.key().toArray(),
                introduction.chain().toArray());
    }
}
