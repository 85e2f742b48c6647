package io.comity.pubsub;

/** What a follower tells the node that feeds it. */
public sealed interface Demand {
    /** It has dealt with everything up to this number of {@link Feed.Batches}. */
    record Had(long number) implements Demand {}

    /**
     * From now on it wants only this; nothing before it said so. Answered by {@link Feed.Wanted}.
     *
     * @param filter the bytes of an {@code io.comity.filter.Filter}
     */
    record Want(long number, byte[] filter) implements Demand {}

    /** It wants no more. */
    record Leave() implements Demand {}
}
