package io.comity.pubsub;

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
}
