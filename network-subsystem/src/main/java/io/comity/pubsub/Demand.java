package io.comity.pubsub;

/** What a follower tells the node that feeds it. */
public sealed interface Demand {
    /** It has dealt with everything up to this number of {@link Feed.Batches}. */
    record Had(long number) implements Demand {}

    /** It wants no more. */
    record Leave() implements Demand {}
}
