package io.comity.transport.artery;

import io.comity.artery.ArteryUid;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.certificate.NodeCertificate.Proven;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and who proved to be at its other end. A certificate is looked at before its owner has shown the key, so it
 * changes nothing; {@link #establish}, when TLS is done or a greeting was signed, does. A connection that this side dialled
 * without TLS is proven by nothing and belongs to whoever is expected there.
 */
final class Connection {
    private final Peers peers;
    private final Optional<Endpoint> dialled;
    private volatile @Nullable Proven proven;
    private volatile boolean established;
    private volatile boolean closed;
    private volatile Runnable cut = () -> {};

    private Connection(Peers peers, Optional<Endpoint> dialled) {
        this.peers = peers;
        this.dialled = dialled;
    }

    static Connection inbound(Peers peers) {
        return new Connection(peers, Optional.empty());
    }

    /** {@code dialled} is empty when nobody is expected there; the connection is then stillborn. */
    static Connection outbound(Peers peers, Optional<Endpoint> dialled) {
        return new Connection(peers, dialled);
    }

    /** How to end it. */
    void onCut(Runnable end) {
        cut = end;
    }

    /** Ends it; {@link #close} follows. */
    void cut() {
        cut.run();
    }

    /** Where it was dialled; empty when the other side dialled. */
    Optional<Endpoint> dialled() {
        return dialled;
    }

    /** Whether this certificate may go on; remembers it if so. */
    Optional<Refusal> present(Optional<Proven> certificate) {
        Optional<Refusal> refusal =
                certificate.map(claim -> peers.screen(claim, dialled)).orElse(Optional.of(Refusal.CERTIFICATE));
        if (refusal.isEmpty()) {
            proven = certificate.orElseThrow();
        }
        return refusal;
    }

    /** The certificate was refused: whoever waits for an answer need not wait any longer. */
    void mismatched() {
        dialled.ifPresent(peers::wrongNodeAt);
    }

    /** TLS is done: the key was shown. */
    synchronized Optional<Refusal> establish() {
        Proven claim = proven;
        if (claim == null || closed) {
            return Optional.of(Refusal.CERTIFICATE);
        }
        Optional<Refusal> refusal = peers.established(this, claim);
        established = refusal.isEmpty();
        return refusal;
    }

    /** It is there, and nobody will prove anything on it. */
    synchronized void establishUnproven() {
        established = !closed;
    }

    boolean isEstablished() {
        return established;
    }

    Optional<Proven> proven() {
        return Optional.ofNullable(proven);
    }

    /** The uid of whom TLS proved; of an established connection that is proven only. */
    long uid() {
        Proven claim = proven().orElseThrow();
        return ArteryUid.of(claim.node(), claim.epoch());
    }

    /** The connection turned out to be of this stream. */
    synchronized void stream(int stream) {
        if (stream == FrameGuard.DATA && !closed) {
            peers.carriesData(this);
        }
    }

    /** The connection is gone; said as often as somebody notices. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            if (established) {
                peers.closed(this);
            }
        }
    }
}
