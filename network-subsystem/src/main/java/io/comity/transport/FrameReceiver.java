package io.comity.transport;

/** Hears of a wire's handshake frames and of its end, on the wire's thread. */
public interface FrameReceiver {
    void frame(byte[] frame);

    /** The other side sent bytes that can be no frame; {@link #closed} follows. */
    default void refused(String cause) {}

    /**
     * The wire is gone; called once, whoever closed it, in either phase. During the handshake a wire that nobody asked for a
     * frame reads nothing, and may notice the other side's end only when it is asked or attached.
     */
    void closed(String cause);
}
