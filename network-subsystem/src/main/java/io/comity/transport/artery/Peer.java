package io.comity.transport.artery;

import io.comity.artery.Endpoint;
import io.comity.identity.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A node at the other end: its incarnation, connections and wires. Its fields belong to {@link Peers}, under its lock. */
final class Peer {
    private final NodeId node;
    private final Map<Long, ArteryWire> wires = new ConcurrentHashMap<>();

    /** Whether the owner dialled it or knows it: it then never counts as a stranger. */
    boolean known;

    /** Whether it was seen at {@link #endpoint}, not just said to be there. */
    boolean pinned;

    /** Whether the owner dialled it at {@link #endpoint}. */
    boolean dialled;

    @Nullable
    Endpoint endpoint;

    @Nullable
    Incarnation incarnation;

    @Nullable
    Connection inboundData;

    @Nullable
    Connection outboundData;

    final Set<Connection> connections = new HashSet<>();
    long incarnatedAt;

    /** Since when it has had no wire; meaningless while it has one. */
    private volatile long wirelessSince;

    private final LongSupplier nanoTime;

    Peer(NodeId node, boolean known, LongSupplier nanoTime) {
        this.node = node;
        this.known = known;
        this.nanoTime = nanoTime;
        this.wirelessSince = nanoTime.getAsLong();
    }

    NodeId node() {
        return node;
    }

    /** The wire that the other side calls {@code link}. */
    @Nullable
    ArteryWire wire(long link) {
        return wires.get(link);
    }

    /** False when there are {@code max} already, or one of that number. */
    synchronized boolean add(ArteryWire wire, int max) {
        return wires.size() < max && wires.putIfAbsent(wire.inboundLink(), wire) == null;
    }

    void remove(ArteryWire wire) {
        wires.remove(wire.inboundLink(), wire);
        wirelessSince = nanoTime.getAsLong();
    }

    /** How long it has wanted nothing, at {@code now}. */
    long wirelessNanos(long now) {
        return wires.isEmpty() ? now - wirelessSince : 0;
    }

    List<ArteryWire> wires() {
        return List.copyOf(wires.values());
    }

    /** This connection carries the data of its direction now; the wires are to be ended if another did before. */
    List<ArteryWire> carried(Connection connection) {
        boolean inbound = connection.dialled().isEmpty();
        Connection former = inbound ? inboundData : outboundData;
        if (inbound) {
            inboundData = connection;
        } else {
            outboundData = connection;
        }
        return former == null ? List.of() : wires();
    }

    /** This connection is gone; the wires are to be ended if it carried data. */
    List<ArteryWire> lost(Connection connection) {
        connections.remove(connection);
        if (connection != inboundData && connection != outboundData) {
            return List.of();
        }
        inboundData = connection == inboundData ? null : inboundData;
        outboundData = connection == outboundData ? null : outboundData;
        return wires();
    }

    boolean isIdle() {
        return connections.isEmpty() && wires.isEmpty();
    }

    /** Where its present incarnation says it listens. */
    Optional<Endpoint> claimed() {
        return incarnation == null ? Optional.empty() : incarnation.claimed();
    }

    Optional<Endpoint> endpoint() {
        return Optional.ofNullable(endpoint);
    }
}
