package io.comity.transport.artery;

import akka.actor.ActorRef;
import io.comity.artery.Correspondence;
import io.comity.artery.Correspondent;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.identity.NodeId;
import io.comity.transport.Wire;
import io.comity.transport.artery.NodeCertificate.Proven;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected, under which uid, and where. The rules:
 * <ul>
 *   <li>a uid is a hash of node and epoch, so nobody can take another's; a node's new epoch replaces its old one, at most
 *       once in {@link #INCARNATION_NANOS};
 *   <li>an address belongs to the node that was seen there, else to the one that dialled us last saying so, and an
 *       incarnation has one address for good, because Artery fails all its streams when one uid has two;
 *   <li>strangers are counted, and forgotten when they leave.
 * </ul>
 * One lock; wires are never called under it, for they call back.
 */
final class Peers implements Correspondence {
    static final long INCARNATION_NANOS = 1_000_000_000L;

    /** Peers of all kinds at one time. */
    static final int MAX_PEERS = 4_096;

    /** What the peers need of the ActorSystem around them. */
    record Surroundings(
            NodeId self,
            Limits limits,
            Predicate<NodeId> banned,
            Predicate<NodeId> known,
            LongSupplier nanoTime,
            Executor dispatcher) {}

    private final Surroundings around;
    private final Map<NodeId, Peer> byNode = new HashMap<>();
    private final Map<Endpoint, Peer> byEndpoint = new HashMap<>();
    private final Map<Long, Incarnation> byUid = new ConcurrentHashMap<>();
    private volatile Predicate<NodeId> admitted = node -> false;
    private volatile @Nullable Reach reach;

    /** How to reach others, once the ActorSystem listens. */
    record Reach(Endpoint self, Function<Endpoint, ActorRef> gateway, Consumer<Wire> accepted, Forget forget) {}

    /** Lets Artery forget an association that a stranger left behind. */
    interface Forget {
        void association(Endpoint endpoint, long uid);
    }

    Peers(Surroundings around) {
        this.around = around;
    }

    /** Lets one node in, for the self-test, and nobody else. */
    void admitOnly(NodeId tester) {
        admitted = tester::equals;
    }

    /** From here on everybody may come who is not banned. */
    void open(Reach reach) {
        this.reach = reach;
        admitted = node -> !node.equals(around.self()) && !around.banned().test(node);
    }

    @Override
    public Optional<Correspondent> owner(long uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    /** Judges a certificate whose key nobody has shown yet; changes nothing. */
    Optional<Refusal> screen(Proven claim, Optional<Endpoint> dialled) {
        if (!admitted.test(claim.node())) {
            return Optional.of(Refusal.BANNED);
        }
        if (dialled.isPresent() && !mayBeAt(claim.node(), dialled.get())) {
            return Optional.of(Refusal.CERTIFICATE);
        }
        return Optional.empty();
    }

    /** Whether anybody is expected at {@code endpoint}; nobody else is ever dialled. */
    synchronized boolean isExpected(Endpoint endpoint) {
        return byEndpoint.containsKey(endpoint);
    }

    /** The wires that wait for an answer from {@code endpoint} need not wait any longer: somebody else is there. */
    void wrongNodeAt(Endpoint endpoint) {
        List<ArteryWire> waiting;
        synchronized (this) {
            Peer peer = byEndpoint.get(endpoint);
            waiting = peer == null ? List.of() : peer.wires();
        }
        waiting.forEach(wire -> wire.end("another node answers there, or it refuses to be known"));
    }

    Optional<Refusal> established(Connection connection, Proven claim) {
        List<ArteryWire> severed = new ArrayList<>();
        Optional<Refusal> refusal;
        synchronized (this) {
            refusal = screen(claim, connection.dialled()).or(() -> admit(claim, connection.dialled(), severed));
        }
        severed.forEach(wire -> wire.end("the other side was restarted"));
        return refusal;
    }

    private Optional<Refusal> admit(Proven claim, Optional<Endpoint> dialled, List<ArteryWire> severed) {
        Peer peer = byNode.get(claim.node());
        if (peer == null) {
            peer = new Peer(claim.node(), around.known().test(claim.node()));
            if (byNode.size() >= MAX_PEERS
                    || (!peer.known && strangers() >= around.limits().strangers())) {
                return Optional.of(Refusal.OVERLOADED);
            }
        }
        if (peer.connections >= around.limits().connectionsPerPeer()) {
            return Optional.of(Refusal.OVERLOADED);
        }
        if (peer.incarnation == null || peer.incarnation.epoch() != claim.epoch()) {
            long now = around.nanoTime().getAsLong();
            if (peer.incarnation != null && now - peer.incarnatedAt < INCARNATION_NANOS) {
                return Optional.of(Refusal.OVERLOADED);
            }
            incarnate(peer, claim.epoch(), now, severed);
        }
        byNode.put(claim.node(), peer);
        peer.connections++;
        if (dialled.isPresent()) {
            settle(peer, dialled.get(), severed);
            peer.pinned = true;
        }
        return Optional.empty();
    }

    private void incarnate(Peer peer, long epoch, long now, List<ArteryWire> severed) {
        if (peer.incarnation != null) {
            byUid.remove(peer.incarnation.uid());
            peer.wires().stream().filter(wire -> wire.opened().isDone()).forEach(severed::add);
        }
        peer.incarnation = new Incarnation(this, peer, epoch);
        peer.incarnatedAt = now;
        byUid.put(peer.incarnation.uid(), peer.incarnation);
    }

    /** {@code connection} carries the packets of its direction; what the one before carried may be lost. */
    void carriesData(Connection connection) {
        List<ArteryWire> severed = List.of();
        synchronized (this) {
            Peer peer = peerOf(connection);
            if (peer != null && connection.dialled().isPresent()) {
                severed = peer.outboundData == null ? List.of() : peer.wires();
                peer.outboundData = connection;
            } else if (peer != null) {
                severed = peer.inboundData == null ? List.of() : peer.wires();
                peer.inboundData = connection;
            }
        }
        severed.forEach(wire -> wire.end("the connection was lost"));
    }

    void closed(Connection connection) {
        List<ArteryWire> severed = List.of();
        synchronized (this) {
            Peer peer = peerOf(connection);
            if (peer == null || !connection.isEstablished()) {
                return;
            }
            peer.connections--;
            if (connection == peer.inboundData || connection == peer.outboundData) {
                severed = peer.wires();
                peer.inboundData = connection == peer.inboundData ? null : peer.inboundData;
                peer.outboundData = connection == peer.outboundData ? null : peer.outboundData;
            }
        }
        severed.forEach(wire -> wire.end("the connection was lost"));
        connection.proven().ifPresent(claim -> forgetIfIdle(claim.node()));
    }

    /** A signed handshake says that its signer listens at {@code endpoint}. */
    Optional<Refusal> claim(Incarnation incarnation, Endpoint endpoint) {
        List<ArteryWire> severed = new ArrayList<>();
        synchronized (this) {
            Reach here = reach;
            Peer peer = incarnation.peer();
            boolean moved = !incarnation.claimed().orElse(endpoint).equals(endpoint);
            if (here == null || endpoint.equals(here.self()) || moved || peer.incarnation != incarnation) {
                return Optional.of(Refusal.ADDRESS);
            }
            Peer owner = byEndpoint.get(endpoint);
            if (owner != null && owner != peer && owner.pinned && !owner.isIdle()) {
                return Optional.of(Refusal.ADDRESS);
            }
            incarnation.claim(endpoint);
            settle(peer, endpoint, severed);
        }
        severed.forEach(wire -> wire.end("its address belongs to another node"));
        return Optional.empty();
    }

    private void settle(Peer peer, Endpoint endpoint, List<ArteryWire> severed) {
        Peer former = byEndpoint.put(endpoint, peer);
        if (former != null && former != peer) {
            severed.addAll(former.wires());
            former.endpoint = null;
            former.pinned = false;
        }
        if (peer.endpoint != null && !peer.endpoint.equals(endpoint)) {
            byEndpoint.remove(peer.endpoint, peer);
            peer.pinned = false;
        }
        peer.endpoint = endpoint;
    }

    private boolean mayBeAt(NodeId node, Endpoint endpoint) {
        synchronized (this) {
            Peer owner = byEndpoint.get(endpoint);
            Peer peer = byNode.get(node);
            boolean claims = peer != null
                    && peer.incarnation != null
                    && peer.incarnation.claimed().filter(endpoint::equals).isPresent();
            return claims || (owner != null && owner.node().equals(node));
        }
    }

    /** Makes a wire to {@code node}, which is expected at {@code endpoint}. */
    ArteryWire dial(Endpoint endpoint, NodeId node, long link) throws WireException {
        List<ArteryWire> severed = new ArrayList<>();
        ArteryWire wire;
        synchronized (this) {
            Reach here = reach;
            if (here == null || !admitted.test(node) || endpoint.equals(here.self())) {
                throw new WireException(
                        node + " may not be dialled at " + endpoint + ": it is banned, or this node itself");
            }
            Peer peer = byNode.computeIfAbsent(node, id -> new Peer(id, true));
            Peer owner = byEndpoint.get(endpoint);
            if (owner != null && owner != peer && owner.pinned && !owner.isIdle()) {
                throw new WireException("another node, " + owner.node() + ", listens at " + endpoint);
            }
            if (peer.connections > 0 && !peer.endpoint().orElse(endpoint).equals(endpoint)) {
                throw new WireException(node + " is connected from " + peer.endpoint + ", not " + endpoint);
            }
            peer.known = true;
            settle(peer, endpoint, severed);
            wire = wire(here, peer, link, endpoint);
        }
        severed.forEach(lost -> lost.end("its address belongs to another node"));
        return wire;
    }

    private ArteryWire wire(Reach here, Peer peer, long link, Endpoint endpoint) throws WireException {
        ArteryWire wire = new ArteryWire(
                link,
                ArteryTlsTransport.NAME + "://" + endpoint,
                here.gateway().apply(endpoint),
                around.dispatcher(),
                ended -> ended(peer, ended));
        if (!peer.add(wire, around.limits().linksPerPeer())) {
            throw new WireException("there are " + around.limits().linksPerPeer() + " links with " + peer.node());
        }
        return wire;
    }

    /** The other side wants a wire. */
    Optional<Refusal> accept(Incarnation incarnation, long link) {
        Reach here = reach;
        Optional<Endpoint> endpoint = incarnation.claimed();
        if (here == null
                || endpoint.isEmpty()
                || (link & 1) != 0
                || incarnation.peer().wire(link) != null) {
            return Optional.of(Refusal.LINK);
        }
        ArteryWire wire;
        try {
            wire = wire(here, incarnation.peer(), link ^ 1, endpoint.get());
        } catch (WireException tooMany) {
            here.gateway().apply(endpoint.get()).tell(Packet.of(PacketKind.CLOSE, link ^ 1), ActorRef.noSender());
            return Optional.of(Refusal.OVERLOADED);
        }
        wire.answer();
        here.accepted().accept(wire);
        return Optional.empty();
    }

    private void ended(Peer peer, ArteryWire wire) {
        peer.remove(wire);
        around.dispatcher().execute(() -> forgetIfIdle(peer.node()));
    }

    private void forgetIfIdle(NodeId node) {
        Peer peer;
        synchronized (this) {
            peer = byNode.get(node);
            if (peer == null || !peer.isIdle()) {
                return;
            }
            byNode.remove(node);
            if (peer.endpoint != null) {
                byEndpoint.remove(peer.endpoint, peer);
            }
            if (peer.incarnation != null) {
                byUid.remove(peer.incarnation.uid());
            }
        }
        Reach here = reach;
        Incarnation incarnation = peer.incarnation;
        if (here != null
                && incarnation != null
                && !peer.known
                && !around.known().test(node)) {
            incarnation.claimed().ifPresent(endpoint -> here.forget().association(endpoint, incarnation.uid()));
        }
    }

    /** Artery gave up a uid. */
    void quarantined(long uid) {
        Incarnation incarnation = byUid.get(uid);
        if (incarnation != null) {
            incarnation.peer().wires().forEach(wire -> wire.end("the association was given up"));
        }
    }

    /** Ends every wire. */
    void endAll(String cause) {
        List<Peer> all;
        synchronized (this) {
            all = List.copyOf(byNode.values());
        }
        all.forEach(peer -> peer.wires().forEach(wire -> wire.end(cause)));
    }

    synchronized int size() {
        return byNode.size();
    }

    private long strangers() {
        return byNode.values().stream().filter(peer -> !peer.known).count();
    }

    private @Nullable Peer peerOf(Connection connection) {
        return connection.proven().map(claim -> byNode.get(claim.node())).orElse(null);
    }
}
