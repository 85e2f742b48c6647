package io.comity.pubsub;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.topic.Batch;
import io.comity.topic.Endorsement;
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
    private boolean isKept;
    private Bytes word;

    Court(TopicPubSub.Settings settings, Consumer<TopicEvent> events) {
        this.settings = settings;
        this.events = events;
        this.word = settings.publishing().word();
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

    /** This node's latest for the key with which it publishes. */
    Bytes word() {
        return word;
    }

    void renewed(Bytes signed) {
        word = signed;
    }

    /** The owner has said what its topic is; what it says later changes nothing here. */
    void know(TopicDescription description) {
        if (publishers == null) {
            isKept = !description.retention().equals(TopicDescription.Retention.NONE);
            publishers = new Publishers(
                    settings.owner(),
                    settings.name(),
                    description.publishers(),
                    description.types(),
                    Publishers.Limits.DEFAULT);
        }
    }

    /** Whether the owner stores what it takes. */
    boolean isKept() {
        return isKept;
    }

    Publishers publishers() {
        return Objects.requireNonNull(publishers, "what the owner says of a topic comes first");
    }

    Publishers.Judgement judge(Batch batch) {
        return publishers().judge(batch, now());
    }

    /** Of what somebody brings to the owner. */
    Publishers.Judgement judgeSubmitted(Batch batch) {
        return publishers().judgeSubmitted(batch, now());
    }

    /** Of what somebody else than the owner brings. */
    Publishers.Judgement judge(Batch batch, Optional<Endorsement> endorsement) {
        return publishers().judge(batch, endorsement, now());
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

    /** For whoever published something that is not on the topic. */
    static String why(Objection objection) {
        return "it is not on the topic: "
                + switch (objection) {
                    case NOT_INTRODUCED, OTHER_TOPIC, NO_RIGHT ->
                        "this node has no right to publish there; ask its owner";
                    case EXPIRED -> "the right to publish there is over; ask its owner for another";
                    case CUT -> "its owner took the right back";
                    case NOT_ALLOWED -> "the right to publish there does not allow this message, or its length";
                    case TOO_FAST -> "the right to publish there has a rate, and it was too fast; say it again later";
                    case FROM_THE_FUTURE, BACKWARDS -> "this node's clock is wrong";
                    case FORGED, LIAR, NOT_ENDORSED ->
                        "its owner holds this node for a liar; does another run with its key?";
                    case TOO_OLD -> "it came too late";
                    case OVERLOADED -> "too much waits; say it again later";
                    case DISK_FULL -> "there is no room on the disk of whoever keeps it";
                    case UNSENDABLE ->
                        "it holds what cannot be written, or more than " + Batch.MAX_BODY_BYTES
                                + " bytes; make it smaller";
                    case NOT_KEPT -> "whoever keeps it cannot store it; its owner has to look at the log of that node";
                };
    }

    /** So many messages of this node are not on the topic. */
    void notPublished(int count, Objection why) {
        tell(new TopicEvent.NotPublished(topic(), count, why));
    }
}
