package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.Objection;
import io.comity.topic.Publishers;
import io.comity.topic.TopicDescription;
import io.comity.topic.TopicId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What may be on a topic, as far as its owner has said; shared by the parts of its {@link TopicPubSub}, on its thread. */
final class Court {
    private final TopicPubSub.Settings settings;
    private final Consumer<TopicEvent> events;
    private @Nullable Publishers publishers;

    Court(TopicPubSub.Settings settings, Consumer<TopicEvent> events) {
        this.settings = settings;
        this.events = events;
    }

    TopicPubSub.Settings settings() {
        return settings;
    }

    TopicId topic() {
        return settings.topic();
    }

    boolean isOwner() {
        return settings.advert() != null;
    }

    Instant now() {
        return settings.clock().get();
    }

    boolean isKnown() {
        return publishers != null;
    }

    /** The owner has said what its topic is; what it says later changes nothing here. */
    void know(TopicDescription description) {
        if (publishers == null) {
            publishers = new Publishers(
                    settings.owner(),
                    settings.name(),
                    description.publishers(),
                    description.types(),
                    Publishers.Limits.DEFAULT);
        }
    }

    Publishers publishers() {
        return Objects.requireNonNull(publishers, "what the owner says of a topic comes first");
    }

    Publishers.Judgement judge(Batch batch) {
        return publishers().judge(batch, now());
    }

    Optional<Objection> introduce(NodeId publisher, Bytes key, Bytes chain) {
        return publishers().introduce(publisher, key, chain, now());
    }

    /**
     * Somebody else is shown, whose key nobody has looked at yet.
     *
     * @return who, when what is shown gives a right
     */
    Optional<NodeId> introduce(Feed.Introduced shown) {
        return NodeId.admit(shown.publisher())
                .filter(publisher -> introduce(publisher, Bytes.of(shown.key()), Bytes.of(shown.chain()))
                        .isEmpty());
    }

    void tell(TopicEvent event) {
        events.accept(event);
    }

    /** So many messages of this node are not on the topic. */
    void notPublished(int count, Objection why) {
        tell(new TopicEvent.NotPublished(topic(), count, why));
    }
}
