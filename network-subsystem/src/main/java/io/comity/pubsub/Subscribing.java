package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.filter.Filter;
import io.comity.topic.WhenSlow;

/**
 * What an actor of this node wants of a topic.
 *
 * @param id its own, for good
 * @param since from where on, as far as it is kept
 */
public record Subscribing(
        long id,
        ActorRef<Object> subscriber,
        Filter filter,
        WhenSlow<Object> rule,
        Since since,
        TopicPubSub.Hearer hearer) {}
