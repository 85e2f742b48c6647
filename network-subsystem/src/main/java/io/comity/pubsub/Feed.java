package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.topic.PublisherKey;
import java.util.List;

/** What a node that has a topic tells a node that follows it there. Whatever is in it is proven by those who said it first. */
public sealed interface Feed {
    /** Of what it holds that is long. */
    int bytes();

    /** In all. Without a stream: it is asked of everything that is fed. */
    static int bytes(List<byte[]> batches) {
        int sum = Inlet.OBJECT_BYTES * batches.size();
        for (byte[] batch : batches) {
            sum += batch.length;
        }
        return sum;
    }

    /**
     * What the owner says of the topic; first of all.
     *
     * @param advert the bytes of an {@code io.comity.topic.TopicAdvert}
     * @param position of what the owner stored last; what is fed comes after it. 0 when it stores nothing
     * @param demand where the follower says how far it is
     */
    record Following(byte[] advert, long position, ActorRef<Demand> demand) implements Feed {
        @Override
        public int bytes() {
            return advert.length;
        }
    }

    /**
     * Who publishes, and by which right.
     *
     * @param key the bytes of an {@code io.comity.topic.PublisherKey}
     * @param chain of grants; nothing for the topic's owner
     */
    record Introduced(byte[] publisher, byte[] key, byte[] chain) {
        int bytes() {
            return Inlet.OBJECT_BYTES + publisher.length + key.length + chain.length;
        }

        /** Whether it can be what it says: what is longer is nobody's key and no chain. */
        boolean isSane() {
            return publisher.length == NodeId.SIZE_BYTES
                    && key.length <= PublisherKey.MAX_SIGNED_BYTES
                    && chain.length <= Chain.MAX_BYTES;
        }
    }

    /**
     * Messages, in the bytes of {@code io.comity.topic.Batch}; those that the follower does not want are left out. Said again
     * until {@link Demand.Had} answers.
     *
     * @param number 1 for the first, without gaps
     * @param introductions of those who publish here and did not before
     * @param skipped how many batches before these were not sent, since the follower did not keep up
     * @param position of the last of these in what the owner stores; 0 when it stores nothing
     */
    record Batches(long number, List<Introduced> introductions, List<byte[]> batches, long skipped, long position)
            implements Feed {
        @Override
        public int bytes() {
            int sum = 0;
            for (Introduced introduced : introductions) {
                sum += introduced.bytes();
            }
            return sum + Feed.bytes(batches);
        }
    }

    /** From here on the follower is sent what it {@link Demand.Want wanted} under this number. */
    record Wanted(long number) implements Feed {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /** A later advert of the owner; as in {@link Following}. */
    record Renewed(byte[] advert) implements Feed {
        @Override
        public int bytes() {
            return advert.length;
        }
    }

    /** The owner has taken a right back: the bytes of an {@code io.comity.topic.Cut}. */
    record CutShort(byte[] cut) implements Feed {
        @Override
        public int bytes() {
            return cut.length;
        }
    }

    /** A publisher said two things at once: the bytes of an {@code io.comity.topic.Equivocation}. */
    record Exposed(byte[] proof) implements Feed {
        @Override
        public int bytes() {
            return proof.length;
        }
    }

    // So that nodes which follow can feed each other.

    /** The slot of a message. */
    record Latest(byte[] publisher, long epoch, long sequence) {
        private static int bytes(List<Latest> all) {
            return all.stream()
                    .mapToInt(latest -> Inlet.OBJECT_BYTES + latest.publisher().length)
                    .sum();
        }
    }

    /**
     * There are many that want everything: the follower is to join those that feed each other. Said again until {@link
     * Demand.Woven}.
     *
     * @param after the standing is that behind this number of {@link Batches}; the follower heeds it when it has just dealt with that
     * @param owner the owner's introduction, by which endorsements are known
     * @param member whom to join by
     * @param standing of each publisher, its last message
     */
    record Gather(long after, Introduced owner, byte[] member, List<Latest> standing) implements Feed {
        @Override
        public int bytes() {
            return owner.bytes() + member.length + Latest.bytes(standing);
        }
    }

    /**
     * How far each publisher is, every now and then, to whoever is fed by others: so it knows what it has missed.
     *
     * @param position of the last that was handed on, in what the owner stores; 0 when it stores nothing
     * @param isWoven whether the owner takes it to be fed by others
     */
    record Standing(Introduced owner, List<Latest> latest, long position, boolean isWoven) implements Feed {
        @Override
        public int bytes() {
            return owner.bytes() + Latest.bytes(latest);
        }
    }

    /** The owner does not have the messages from {@code first} on up to this one. */
    record Gone(Latest last, long first) implements Feed {
        @Override
        public int bytes() {
            return last.publisher().length;
        }
    }

    /** That follower wants a link with this one, which may let it in by {@link Demand.Met}. */
    record Meet(byte[] node) implements Feed {
        @Override
        public int bytes() {
            return node.length;
        }
    }

    /** That follower has let this one in; see {@link Company.Pass}. */
    record Met(byte[] node, byte[] chain, byte[] advert) implements Feed {
        @Override
        public int bytes() {
            return node.length + chain.length + advert.length;
        }
    }

    /** The owner wants a link with this follower, which asks it for one. */
    record Come() implements Feed {
        @Override
        public int bytes() {
            return 0;
        }
    }

    /** That node follows no more: it is to be fed by nobody. */
    record Parted(byte[] node) implements Feed {
        @Override
        public int bytes() {
            return node.length;
        }
    }
}
