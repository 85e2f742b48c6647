package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import java.util.List;

/** What a node that has a topic tells a node that follows it there. Whatever is in it is proven by those who said it first. */
public sealed interface Feed {
    /**
     * What the owner says of the topic; first of all.
     *
     * @param advert the bytes of an {@code io.comity.topic.TopicAdvert}
     * @param demand where the follower says how far it is
     */
    record Following(byte[] advert, ActorRef<Demand> demand) implements Feed {}

    /**
     * Who publishes, and by which right.
     *
     * @param key the bytes of an {@code io.comity.topic.PublisherKey}
     * @param chain of grants; nothing for the topic's owner
     */
    record Introduced(byte[] publisher, byte[] key, byte[] chain) {}

    /**
     * Messages, in the bytes of {@code io.comity.topic.Batch}; those that the follower does not want are left out. Said again
     * until {@link Demand.Had} answers.
     *
     * @param number 1 for the first, without gaps
     * @param introductions of those who publish here and did not before
     */
    record Batches(long number, List<Introduced> introductions, List<byte[]> batches) implements Feed {}

    /** From here on the follower is sent what it {@link Demand.Want wanted} under this number. */
    record Wanted(long number) implements Feed {}

    /** The owner has taken a right back: the bytes of an {@code io.comity.topic.Cut}. */
    record CutShort(byte[] cut) implements Feed {}

    /** A publisher said two things at once: the bytes of an {@code io.comity.topic.Equivocation}. */
    record Exposed(byte[] proof) implements Feed {}

    /** So many batches were not sent, since the follower did not keep up. */
    record Skipped(long batches) implements Feed {}
}
