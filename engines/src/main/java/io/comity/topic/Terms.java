package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.mission.Flaw;
import io.comity.mission.Holder;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whom a topic's owner lets publish what: the same at every node that knows what the owner says of the topic.
 *
 * @param engine what the mission calls the topic
 * @param mission whose grants allow to publish
 * @param types the wire names of its messages, in their order
 */
record Terms(TopicId topic, NodeId owner, String engine, String mission, List<String> types) {
    Terms {
        types = List.copyOf(types);
    }

    /** What becomes of a chain that somebody shows. */
    sealed interface Shown {}

    record Sound(Right right) implements Shown {}

    record Worthless(Objection why) implements Shown {}

    /** What {@code publisher} may say by a chain, or as the owner without one. */
    Shown right(NodeId publisher, Bytes chain, Instant now) {
        if (publisher.equals(owner)) {
            return new Sound(Right.OF_OWNER);
        }
        Chain.Reading reading = Chain.read(chain, owner, now);
        if (reading instanceof Chain.Sound sound) {
            return right(publisher, sound.chain());
        }
        boolean isOver = ((Chain.Worthless) reading).flaw() == Flaw.EXPIRED;
        return new Worthless(isOver ? Objection.EXPIRED : Objection.NO_RIGHT);
    }

    private Shown right(NodeId publisher, Verified<Chain> verified) {
        Chain chain = verified.value();
        boolean isTheirs = chain.holder().role() == Holder.Role.NODE
                && chain.holder().key().equals(publisher)
                && chain.root().mission().equals(mission);
        return isTheirs ? new Sound(Right.of(chain)) : new Worthless(Objection.NO_RIGHT);
    }

    /** Whether the right allows every message that is here. */
    boolean allow(Batch batch, Right right) {
        for (int place = batch.next(0); place >= 0; place = batch.next(place + 1)) {
            int type = batch.type(place);
            boolean isAllowed = type < types.size()
                    && batch.length(place) <= right.caveats().maxBytes()
                    && right.caveats().allows(engine, types.get(type));
            if (!isAllowed) {
                return false;
            }
        }
        return true;
    }

    /** The publisher's word for its key, if it gave it and it was good at that time. */
    static Optional<PublisherKey> word(NodeId publisher, Bytes key, Instant now) {
        return PublisherKey.read(key, publisher).map(Verified::value).filter(word -> word.covers(now.getEpochSecond()));
    }
}
