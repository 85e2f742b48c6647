package io.comity.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.actor.typed.ActorRef;
import io.comity.engine.Protocol;
import io.comity.identity.KeyHolder;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.pubsub.Demand;
import io.comity.pubsub.Feed;
import io.comity.pubsub.TopicPubSub;
import io.comity.topic.Batch;
import io.comity.topic.PublisherKey;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import io.comity.topic.TopicId;
import io.comity.wire.CborReader;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is said on a topic, and to the node that has it, written by hand. */
final class Pen {
    private static final byte[] DEMAND = "demand".getBytes(UTF_8);
    private static final long HOUR_SECONDS = 3_600;

    private final TopicId topic;
    private final KeyHolder node;
    private final MemoryKeyHolder hand = MemoryKeyHolder.generate(new SecureRandom());

    /** @param node whose right it is to say something, or not */
    Pen(NodeId owner, KeyHolder node) {
        this.topic = TopicId.of(owner, HostessMain.TOPIC);
        this.node = node;
    }

    String engine() {
        return topic.text();
    }

    Feed.Introduced introduction(long epoch, Chain right) {
        PublisherKey word =
                new PublisherKey(node.nodeId(), epoch, hand.nodeId(), epoch / 1_000, epoch / 1_000 + HOUR_SECONDS);
        return new Feed.Introduced(
                node.nodeId().key().toArray(),
                word.sign(node).toArray(),
                right.encoded().toArray());
    }

    byte[] batch(long epoch, long sequence, Chain right, String text) {
        Stamp stamp = new Stamp(topic, new Slot(node.nodeId(), epoch, sequence), 1, epoch, right.id(), List.of());
        byte[] body = RawPeer.body(HostessMain.News.class, new HostessMain.News(text), 0);
        return Batch.sign(hand, stamp, List.of(new Batch.Draft(0, body))).bytes();
    }

    /** Casts to the ref at which the owner hears what a follower wants. */
    static byte[] demand(long at, Demand demand, long reply) {
        int type = Protocol.of(Demand.class).indexOf(demand.getClass());
        return RawPeer.castBytes(at, type, RawPeer.body(Demand.class, demand, reply));
    }

    static byte[] submit(long at, long run, Optional<Feed.Introduced> introduction, List<byte[]> batches) {
        ActorRef<TopicPubSub.Submitted> nobody = Mallory.somebody();
        return demand(at, new Demand.Submit(run, 1, introduction, batches, nobody), Mallory.newRef(true));
    }

    static byte[] follow(long feed) {
        return RawPeer.body(TopicPubSub.Command.class, new TopicPubSub.Follow(Mallory.somebody()), feed);
    }

    /** The ref in what a follower hears first, which stands last in it; nothing when it is something else. */
    static Optional<Long> demandIn(RawPeer.Cast cast) {
        byte[] body = cast.body().toArray();
        for (int at = body.length - DEMAND.length - 1; at > body.length - DEMAND.length - 10 && at > 0; at--) {
            if (Arrays.equals(body, at, at + DEMAND.length, DEMAND, 0, DEMAND.length)) {
                return Optional.of(new CborReader(body, at + DEMAND.length, body.length - at - DEMAND.length).uint());
            }
        }
        return Optional.empty();
    }
}
