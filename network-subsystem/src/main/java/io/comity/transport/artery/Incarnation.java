package io.comity.transport.artery;

import io.comity.artery.ArteryUid;
import io.comity.artery.Correspondent;
import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import io.comity.artery.ReplayWindow;
import io.comity.identity.NodeId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One boot of a peer's transport: its uid, the handshakes seen of it, and where it says it listens. */
final class Incarnation implements Correspondent {
    private final Peers peers;
    private final Peer peer;
    private final long epoch;
    private final long uid;
    private final ReplayWindow window = new ReplayWindow();
    /** Links that may be asked for where each request is to be checked: so many at once, and so many a second. */
    static final int OPENINGS = 256;

    private final Allowance greetings;
    private final Allowance openings;
    private final LongSupplier nanoTime;
    private volatile @Nullable Endpoint claimed;
    private volatile long heardAt;

    Incarnation(Peers peers, Peer peer, long epoch) {
        this.peers = peers;
        this.peer = peer;
        this.epoch = epoch;
        this.uid = ArteryUid.of(peer.node(), epoch);
        this.nanoTime = peers.nanoTime();
        this.greetings = Allowance.ofGreetings(nanoTime);
        this.openings = new Allowance(OPENINGS, OPENINGS, nanoTime);
        this.heardAt = nanoTime.getAsLong();
    }

    /** Whether one more of its handshakes may be checked now. */
    boolean mayGreet() {
        return greetings.spend();
    }

    /** How long nothing has come that only this peer can have sent, at {@code now}. */
    long silentNanos(long now) {
        return now - heardAt;
    }

    Peer peer() {
        return peer;
    }

    long uid() {
        return uid;
    }

    /** Where it listens, once a signed handshake said so and nobody else owns the place. */
    Optional<Endpoint> claimed() {
        return Optional.ofNullable(claimed);
    }

    void claim(Endpoint endpoint) {
        claimed = endpoint;
    }

    @Override
    public NodeId node() {
        return peer.node();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public Optional<Refusal> handshake(Handshake handshake) {
        synchronized (window) {
            if (!window.accept(handshake.counter())) {
                return Optional.of(Refusal.REPLAY);
            }
        }
        heardAt = nanoTime.getAsLong();
        return peers.claim(this, handshake.from());
    }

    /** It wants a link, and says so until it is answered. */
    private Optional<Refusal> opened(long link, byte[] frame, int proofAt, int frameBytes) {
        Optional<Refusal> refusal = peers.isNoticed() ? Optional.empty() : unproven(frame, proofAt, frameBytes);
        return refusal.isPresent() ? refusal : peers.accept(this, link);
    }

    private Optional<Refusal> unproven(byte[] frame, int proofAt, int frameBytes) {
        if (!openings.spend()) {
            return Optional.of(Refusal.OVERLOADED);
        }
        Optional<Handshake> proof = Handshake.prove(frame, proofAt, frameBytes);
        boolean ours = proof.isPresent()
                && proof.get().signer().equals(node())
                && proof.get().epoch() == epoch
                && peers.isHere(proof.get().to());
        return ours ? handshake(proof.get()) : Optional.of(Refusal.SIGNATURE);
    }

    @Override
    public Optional<Refusal> packet(byte[] frame, int headerBytes, int frameBytes) {
        if (frameBytes - headerBytes < PacketKind.HEADER_BYTES) {
            return Optional.of(Refusal.PACKET);
        }
        PacketKind kind = PacketKind.of(frame[headerBytes]);
        if (kind == null) {
            return Optional.of(Refusal.PACKET);
        }
        long link = ByteBuffer.wrap(frame, headerBytes + 1, Long.BYTES).getLong();
        ArteryWire wire = peer.wire(link);
        if (kind == PacketKind.OPEN) {
            boolean again = wire != null;
            return again ? Optional.empty() : opened(link, frame, headerBytes + PacketKind.HEADER_BYTES, frameBytes);
        }
        if (wire == null) {
            return Optional.of(Refusal.LINK);
        }
        heardAt = nanoTime.getAsLong();
        return wire.packet(kind, frame, headerBytes, frameBytes);
    }
}
