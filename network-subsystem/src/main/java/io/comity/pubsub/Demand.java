package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Optional;

/** What a follower tells the node that feeds it. */
public sealed interface Demand {
    /** Of what it holds that is long. */
    int bytes();

    /**
     * It has dealt with everything up to this number of {@link Feed.Batches}.
     *
     * @param stored up to where all of it would survive a loss of power there; 0 at a node that stores nothing
     */
    record Had(long number, long stored) implements Demand {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /**
     * From now on it wants only this; nothing before it said so. Answered by {@link Feed.Wanted}.
     *
     * @param filter the bytes of an {@code io.comity.filter.Filter}
     */
    record Want(long number, byte[] filter) implements Demand {
        @Override
        public int bytes() {
            return filter.length;
        }
    }

    /**
     * It hands over what it has published; answered by {@link TopicPubSub.Submitted}. Of one run each is taken in its turn and no
     * other, so that nothing is taken before what was said earlier. Whoever misses an answer begins a new run with the first that was
     * not answered.
     *
     * @param run higher than that of every run before
     * @param number in the run, from 1 on
     * @param introduction of the publisher; empty when it was introduced on this way before
     * @param batches at most {@link TopicPubSub#MAX_SUBMITTED}
     */
    record Submit(
            long run,
            long number,
            Optional<Feed.Introduced> introduction,
            List<byte[]> batches,
            ActorRef<TopicPubSub.Submitted> replyTo)
            implements Demand {
        @Override
        public int bytes() {
            return introduction.map(Feed.Introduced::bytes).orElse(0) + Feed.bytes(batches);
        }
    }

    /**
     * It wants what was on the topic before; answered by a {@link Page}. At most {@link Questions#MAX_READS} at a time.
     *
     * @param filter the bytes of an {@code io.comity.filter.Filter}
     */
    record Read(Since since, byte[] filter, ActorRef<Page> replyTo) implements Demand {
        @Override
        public int bytes() {
            return filter.length;
        }
    }

    /**
     * It waits until so many have stored the batch that begins with this slot, which it says before it hands that over. At most {@link
     * Questions#MAX_AWAITED} at a time.
     *
     * @param holders 1 or more
     */
    record Await(byte[] publisher, long epoch, long sequence, int holders, ActorRef<Held> replyTo) implements Demand {
        @Override
        public int bytes() {
            return publisher.length;
        }
    }

    /** So many have stored it; too few when they were too few for too long. */
    record Held(int holders) {}

    /** It wants no more. */
    record Leave() implements Demand {
        @Override
        public int bytes() {
            return 0;
        }
    }

    // So that nodes which follow can feed each other.

    /** Whether it is fed by others from now on, so that the owner need not. */
    record Woven(boolean isWoven) implements Demand {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /** It misses the messages of that publisher from {@code first} to {@code last}, and nobody else has them. */
    record Missing(byte[] publisher, long epoch, long first, long last) implements Demand {
        @Override
        public int bytes() {
            return publisher.length;
        }
    }

    /** It wants a link with that follower; answered by {@link Feed.Met}, or not. */
    record Meet(byte[] node) implements Demand {
        @Override
        public int bytes() {
            return node.length;
        }
    }

    /** It has let that follower in; see {@link Company.Pass}. */
    record Met(byte[] node, byte[] chain, byte[] advert) implements Demand {
        @Override
        public int bytes() {
            return node.length + chain.length + advert.length;
        }
    }
}
