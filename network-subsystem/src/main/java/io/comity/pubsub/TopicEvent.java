package io.comity.pubsub;

import io.comity.identity.NodeId;
import io.comity.topic.Equivocation;
import io.comity.topic.Objection;
import io.comity.topic.TopicId;

/** What a topic publishes on its node's event stream. */
public sealed interface TopicEvent {
    TopicId topic();

    /** Messages of this node were not taken; {@code count} of them. */
    record NotPublished(TopicId topic, int count, Objection why) implements TopicEvent {}

    /** A publisher said two things at once, and is heard no more. */
    record PublisherExposed(TopicId topic, Equivocation proof) implements TopicEvent {}

    /** The node that feeds this one left out so many batches, since this one did not keep up. */
    record FellBehind(TopicId topic, long batches) implements TopicEvent {}

    /** What is said on a topic is not stored here as it should be. */
    record NotKept(TopicId topic, String why) implements TopicEvent {}

    /** From now on this node is fed by others that follow, or by the topic's owner again. */
    record Fed(TopicId topic, boolean byOthers) implements TopicEvent {}

    /** A node that fed this one broke the rules, or failed it often: it does so no more, for a while. */
    record Suspected(TopicId topic, NodeId node) implements TopicEvent {}
}
