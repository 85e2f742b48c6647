package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import java.util.List;

/**
 * What two nodes that follow a topic tell each other, each at the other's inlet. Whoever asked for the link by {@link
 * TopicPubSub.Link} hears {@link Begin} first; from then on both say and answer alike.
 */
public sealed interface Exchange {
    /** Of what it holds that is long. */
    int bytes();

    /** The link is made. @param inlet where the other one says and answers */
    record Begin(ActorRef<Exchange> inlet) implements Exchange {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /**
     * Said again until {@link Heard} answers. With nothing in it, it asks whether the other node is there.
     *
     * @param number 1 for the first, without gaps
     * @param introductions of publishers of whom messages are among the items, and were not before
     * @param items in their order
     */
    record Said(long number, List<Feed.Introduced> introductions, List<Item> items) implements Exchange {
        @Override
        public int bytes() {
            return introductions.stream().mapToInt(Feed.Introduced::bytes).sum()
                    + items.stream().mapToInt(Item::bytes).sum();
        }
    }

    /** Everything up to this number was dealt with. */
    record Heard(long number) implements Exchange {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /** One thing that is said. */
    sealed interface Item {
        int bytes();
    }

    /** @param talk the bytes of an {@code io.comity.dissemination.Talk} */
    record Words(byte[] talk) implements Item {
        @Override
        public int bytes() {
            return Inlet.OBJECT_BYTES + talk.length;
        }
    }

    /**
     * A message of the topic, or several.
     *
     * @param batch the bytes of a whole {@code io.comity.topic.Batch}
     * @param endorsement the bytes of the owner's {@code io.comity.topic.Endorsement}; nothing for what the owner says itself
     */
    record Passed(byte[] batch, byte[] endorsement) implements Item {
        @Override
        public int bytes() {
            return Inlet.OBJECT_BYTES + batch.length + endorsement.length;
        }
    }

    /** The last: the link is not needed any more. */
    record End() implements Item {
        @Override
        public int bytes() {
            return Inlet.OBJECT_BYTES;
        }
    }
}
