package io.comity.transport.artery;

import akka.actor.ActorRef;
import io.comity.artery.Correspondence;
import io.comity.artery.Correspondent;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.identity.NodeId;
import io.comity.transport.certificate.NodeCertificate.Proven;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** A stranger that wants no wire for so long is sent away. */
    static final long STRANGER_NANOS = 20_000_000_000L;

    /** Where there are no connections, a peer that is silent for so long is gone. */
    static final long SILENCE_NANOS = 10_000_000_000L;

    private final Surroundings around;
    private final Map<NodeId, Peer> byNode = new HashMap<>();
    private final AddressBook addresses;
    private final Map<Long, Incarnation> byUid = new ConcurrentHashMap<>();
    private volatile Predicate<NodeId> admitted = node -> false;
    private volatile @Nullable Reach reach;

    Peers(Surroundings around) {
        this.around = around;
        this.addresses = new AddressBook(around.kind().provesPlaces());
    }

    LongSupplier nanoTime() {
        return around.nanoTime();
    }

    /** Lets one node in, for the self-test, and nobody else. */
    void admitOnly(NodeId tester) {
        admitted = tester::equals;
    }

    /** From here on those who are let in can be answered. */
    void open(Reach here) {
        reach = here;
    }

    /** From here on everybody may come who is not banned. */
    void admitEverybody() {
        admitted = node -> !node.equals(around.self()) && !around.banned().test(node);
    }

    /** Whether others notice by themselves that this node is gone. */
    boolean isNoticed() {
        return around.kind().hasConnections();
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
        if (dialled.isPresent() && !mayAnswer(claim.node(), dialled.get())) {
            return Optional.of(Refusal.CERTIFICATE);
        }
        return Optional.empty();
    }

    /** Whether anybody is expected at {@code endpoint}; nobody else is ever dialled. */
    synchronized boolean isExpected(Endpoint endpoint) {
        return addresses.ownerOf(endpoint).isPresent();
    }

    /** Who waits for an answer from {@code endpoint} need not wait any longer: somebody else is there. */
    void wrongNodeAt(Endpoint endpoint) {
        List<ArteryWire> wires;
        synchronized (this) {
            wires = addresses.ownerOf(endpoint).map(Peer::wires).orElse(List.of());
        }
        wires.stream()
                .filter(wire -> !wire.isOpen())
                .forEach(wire -> wire.end("another node answers there, or none that can prove who it is"));
    }

    /** Nothing listens at {@code endpoint}, or nothing that can be reached. */
    void unreachable(Endpoint endpoint, String cause) {
        List<ArteryWire> wires;
        synchronized (this) {
            wires = addresses.ownerOf(endpoint).map(Peer::wires).orElse(List.of());
        }
        wires.stream().filter(wire -> !wire.isOpen()).forEach(wire -> wire.end(cause));
    }

    /** Who is behind {@code uid} now. */
    Optional<Incarnation> incarnation(long uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    /** Whether {@code node} is no stranger. */
    boolean isKnown(NodeId node) {
        Peer peer;
        synchronized (this) {
            peer = byNode.get(node);
        }
        return (peer != null && peer.known) || around.known().test(node);
    }

    /** Sends away who wants nothing, and notices who is gone; to be called every second or so. */
    void sweep() {
        long now = around.nanoTime().getAsLong();
        List<Connection> idle = new ArrayList<>();
        List<Connection> silent = new ArrayList<>();
        synchronized (this) {
            for (Peer peer : byNode.values()) {
                if (!peer.known && peer.wirelessNanos(now) > STRANGER_NANOS) {
                    idle.addAll(peer.connections);
                }
                Incarnation incarnation = peer.incarnation;
                boolean gone = incarnation != null && incarnation.silentNanos(now) > SILENCE_NANOS;
                if (!around.kind().hasConnections() && gone) {
                    silent.addAll(peer.connections);
                }
            }
        }
        idle.forEach(Connection::cut);
        silent.forEach(Connection::close);
    }

    /** Lets every peer with a wire hear of us. */
    void keepAlive() {
        List<ArteryWire> wires = new ArrayList<>();
        synchronized (this) {
            byNode.values()
                    .forEach(peer -> peer.wires().stream()
                            .filter(ArteryWire::isOpen)
                            .findFirst()
                            .ifPresent(wires::add));
        }
        wires.forEach(ArteryWire::keepAlive);
    }

    /** Ends every wire and tells the other side. */
    void farewell(String cause) {
        wires().forEach(wire -> wire.fail(cause));
    }

    /** Of every peer; to be told something without the lock. */
    private synchronized List<ArteryWire> wires() {
        return byNode.values().stream().flatMap(peer -> peer.wires().stream()).toList();
    }

    Optional<Refusal> established(Connection connection, Proven claim) {
        List<ArteryWire> severed = new ArrayList<>();
        Optional<Refusal> refusal;
        synchronized (this) {
            refusal = screen(claim, connection.dialled()).or(() -> admit(claim, connection, severed));
        }
        severed.forEach(wire -> wire.end("the other side was restarted"));
        return refusal;
    }

    private Optional<Refusal> admit(Proven claim, Connection connection, List<ArteryWire> severed) {
        Peer peer = byNode.get(claim.node());
        if (peer == null) {
            peer = new Peer(claim.node(), around.known().test(claim.node()), around.nanoTime());
            if (byNode.size() >= MAX_PEERS
                    || (!peer.known && strangers() >= around.limits().strangers())) {
                return Optional.of(Refusal.OVERLOADED);
            }
        }
        if (peer.connections.size() >= around.limits().connectionsPerPeer()) {
            return Optional.of(Refusal.OVERLOADED);
        }
        if (peer.incarnation != null && isReplayable() && peer.incarnation.epoch() > claim.epoch()) {
            return Optional.of(Refusal.REPLAY);
        }
        if (peer.incarnation == null || peer.incarnation.epoch() != claim.epoch()) {
            long now = around.nanoTime().getAsLong();
            if (peer.incarnation != null && now - peer.incarnatedAt < INCARNATION_NANOS) {
                return Optional.of(Refusal.OVERLOADED);
            }
            incarnate(peer, claim.epoch(), now, severed);
        }
        byNode.put(claim.node(), peer);
        if (!around.kind().hasConnections()) {
            peer.connections.clear();
            peer.inboundData = connection;
        }
        peer.connections.add(connection);
        if (connection.dialled().isPresent()) {
            severed.addAll(addresses.settle(peer, connection.dialled().get()));
            peer.pinned = true;
        }
        return Optional.empty();
    }

    /** Whether what proves a node can be recorded and said again: then an older boot is a recording. */
    private boolean isReplayable() {
        return !around.kind().provesPlaces();
    }

    private void incarnate(Peer peer, long epoch, long now, List<ArteryWire> severed) {
        if (peer.incarnation != null) {
            byUid.remove(peer.incarnation.uid());
            peer.wires().stream().filter(ArteryWire::isOpen).forEach(severed::add);
        }
        peer.incarnation = new Incarnation(this, peer, epoch);
        peer.incarnatedAt = now;
        byUid.put(peer.incarnation.uid(), peer.incarnation);
    }

    /** {@code connection} carries the packets of its direction; what the one before carried may be lost. */
    void carriesData(Connection connection) {
        List<ArteryWire> severed;
        synchronized (this) {
            severed = peerOf(connection).map(peer -> peer.carried(connection)).orElse(List.of());
        }
        severed.forEach(wire -> wire.end("the connection was lost"));
    }

    /** An established connection is gone. */
    void closed(Connection connection) {
        List<ArteryWire> severed;
        synchronized (this) {
            severed = peerOf(connection).map(peer -> peer.lost(connection)).orElse(List.of());
        }
        severed.forEach(wire -> wire.end("the connection was lost"));
        connection.proven().ifPresent(claim -> forgetIfIdle(claim.node()));
    }

    /** A signed handshake says that its signer listens at {@code endpoint}. */
    Optional<Refusal> claim(Incarnation incarnation, Endpoint endpoint) {
        List<ArteryWire> severed;
        synchronized (this) {
            Reach here = reach;
            Peer peer = incarnation.peer();
            boolean moved = !incarnation.claimed().orElse(endpoint).equals(endpoint);
            if (here == null || endpoint.equals(here.self()) || moved || peer.incarnation != incarnation) {
                return Optional.of(Refusal.ADDRESS);
            }
            if (!addresses.mayClaim(peer, endpoint)) {
                return Optional.of(Refusal.ADDRESS);
            }
            incarnation.claim(endpoint);
            severed = addresses.settle(peer, endpoint);
        }
        severed.forEach(wire -> wire.end("its address belongs to another node"));
        return Optional.empty();
    }

    private synchronized boolean mayAnswer(NodeId node, Endpoint endpoint) {
        return addresses.mayAnswer(node, Optional.ofNullable(byNode.get(node)), endpoint);
    }

    /** Makes a wire to {@code node}, which is expected at {@code endpoint}. */
    ArteryWire dial(Endpoint endpoint, NodeId node, long link) throws WireException {
        List<ArteryWire> severed;
        ArteryWire wire;
        synchronized (this) {
            Reach here = reach;
            if (here == null || !admitted.test(node) || endpoint.equals(here.self())) {
                throw new WireException(
                        node + " may not be dialled at " + endpoint + ": it is banned, or this node itself");
            }
            Peer peer = byNode.computeIfAbsent(node, id -> new Peer(id, true, around.nanoTime()));
            if (!addresses.mayDial(peer, endpoint)) {
                throw new WireException("another node listens at " + endpoint);
            }
            if (!peer.connections.isEmpty() && !peer.endpoint().orElse(endpoint).equals(endpoint)) {
                throw new WireException(node + " is connected from " + peer.endpoint + ", not " + endpoint);
            }
            peer.known = true;
            severed = addresses.settle(peer, endpoint);
            peer.dialled = true;
            wire = wire(here, peer, link, endpoint);
        }
        severed.forEach(lost -> lost.end("its address belongs to another node"));
        return wire;
    }

    private ArteryWire wire(Reach here, Peer peer, long link, Endpoint endpoint) throws WireException {
        ArteryWire wire = new ArteryWire(
                link,
                around.kind().scheme() + "://" + endpoint,
                here.gateway().apply(endpoint),
                around.dispatcher(),
                ended -> ended(peer, ended));
        int max = around.limits().linksWith(peer);
        if (!peer.add(wire, max)) {
            throw new WireException("there are " + max + " links with " + peer.node() + " already");
        }
        return wire;
    }

    boolean isHere(Optional<Endpoint> endpoint) {
        Reach here = reach;
        return here != null && endpoint.filter(here.self()::equals).isPresent();
    }

    /** The other side wants a wire. */
    Optional<Refusal> accept(Incarnation incarnation, long link) {
        Reach here = reach;
        Optional<Endpoint> endpoint = incarnation.claimed();
        if (here == null || endpoint.isEmpty() || (link & 1) != 0) {
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
            addresses.remove(peer);
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
        wires().forEach(wire -> wire.end(cause));
    }

    synchronized int size() {
        return byNode.size();
    }

    private long strangers() {
        return byNode.values().stream().filter(peer -> !peer.known).count();
    }

    private Optional<Peer> peerOf(Connection connection) {
        return connection
                .proven()
                .map(claim -> byNode.get(claim.node()))
                .or(() -> connection.dialled().flatMap(addresses::ownerOf));
    }
}
