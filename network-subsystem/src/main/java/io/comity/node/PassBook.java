package io.comity.node;

import io.comity.identity.NodeId;
import io.comity.pubsub.Company.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whom this node let in for the sake of one topic, and whom it met there: the topic's owner may name as many as it likes. Thread-safe. */
final class PassBook {
    /** Nodes that were let in and whose time is not over. */
    static final int MAX_GIVEN = 1_024;

    /** Nodes that were met within a lifetime: where each is stays known as long as this node runs. */
    static final int MAX_MET = 1_024;

    /** @param fresh until then the same is given again, and until {@code end} it stands */
    private record Given(Pass pass, Instant fresh, Instant end) {}

    private final Duration lifetime;
    private final Map<NodeId, Given> given = new HashMap<>();
    private final Map<NodeId, Instant> met = new HashMap<>();

    PassBook(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /** What that node was given a short while ago. */
    synchronized Optional<Pass> given(NodeId peer, Instant now) {
        return Optional.ofNullable(given.get(peer))
                .filter(known -> now.isBefore(known.fresh()))
                .map(Given::pass);
    }

    /** Whether that node may be given a pass. */
    synchronized boolean hasRoomFor(NodeId peer, Instant now) {
        given.values().removeIf(known -> !now.isBefore(known.end()));
        return given.size() < MAX_GIVEN || given.containsKey(peer);
    }

    synchronized void give(NodeId peer, Pass pass, Instant now) {
        given.put(peer, new Given(pass, now.plus(lifetime.dividedBy(2)), now.plus(lifetime)));
    }

    /** False when that node would be one too many. */
    synchronized boolean meet(NodeId peer, Instant now) {
        met.values().removeIf(when -> !now.isBefore(when.plus(lifetime)));
        boolean hasRoom = met.size() < MAX_MET || met.containsKey(peer);
        if (hasRoom) {
            met.put(peer, now);
        }
        return hasRoom;
    }
}
