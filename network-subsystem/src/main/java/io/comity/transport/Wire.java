package io.comity.transport;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.Optional;

/**
 * One connection of one transport: moves opaque frames between two processes, in order, until it breaks.
 *
 * <p>A wire has its own thread (an event loop, an Artery lane); {@link FrameReceiver} and {@link LinkPort} are called on
 * that thread only. Every method here may be called from any thread and returns at once.
 *
 * <p>Its life has two phases. First, handshake frames pass one at a time: after each delivery the wire reads nothing more
 * until {@link #next}. Then {@link #attach} starts the second, in which every frame is a sealed record; the wire pulls
 * what it sends from the port, so that a slow peer fills the session's outbox and never the wire's memory.
 */
public interface Wire {
    /** A handshake frame is at most this long; a longer one closes the wire unread. */
    int MAX_HANDSHAKE_FRAME_BYTES = 2_048;

    /** A sealed record is at most this long, its tag included. */
    int MAX_RECORD_BYTES = 60 * 1_024;

    /** Names who hears of frames and of the end; called once, before anything else. */
    void open(FrameReceiver receiver);

    /** Asks for one more handshake frame. */
    void next();

    /** Sends a handshake frame. Who was dialled sends none that is longer than what it answers; a wire may hold such a one back. */
    void send(byte[] frame);

    /** Ends the handshake phase: from the next frame on, frames are records and belong to {@code port}. */
    void attach(LinkPort port);

    /**
     * Reads no record for {@code nanos}, so that a peer that sends for nothing fills its own buffers; called by the port while it
     * opens one. A wire that cannot hold its peer back reads on.
     */
    default void rest(long nanos) {}

    /** Says that the port has something to seal; costs one volatile read when the wire already knows. */
    void wake();

    /** Ends the wire after what was handed to it is written; {@link FrameReceiver#closed} follows, once. */
    void close();

    /** The other end, for the log. */
    String remote();

    /** Where the other end dials from, see {@link Origin}; empty when that is not known, or nothing to go by. */
    default Optional<Bytes> origin() {
        return Optional.empty();
    }

    /**
     * The node that the wire itself proved to be at the other end, by a certificate say; empty for wires that prove nobody.
     * Known before the first handshake frame comes.
     */
    default Optional<NodeId> proven() {
        return Optional.empty();
    }
}
