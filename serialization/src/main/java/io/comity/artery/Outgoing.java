package io.comity.artery;

/** A packet that writes itself when Artery has room for it: the only class that may be sent. */
public interface Outgoing {
    /**
     * Writes the packet's body behind the header.
     *
     * @param frame holds the header, {@code headerBytes} long, and room for {@link SignedSerializer#MAX_BODY} bytes
     * @return how many bytes were written
     */
    int write(byte[] frame, int headerBytes);
}
