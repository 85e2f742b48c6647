package io.comity.transport;

/** Hears of a wire's handshake frames and of its end, on the wire's thread. */
public interface FrameReceiver {
    void frame(byte[] frame);

    /** The wire is gone; called once, whoever closed it, in either phase. */
    void closed(String cause);
}
