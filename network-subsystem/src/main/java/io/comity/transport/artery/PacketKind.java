package io.comity.transport.artery;

import java.nio.ByteBuffer;

/**
 * What a packet says about a link: byte 0 of its body. The body is
 * <pre>
 *  offset   size  field
 *       0      1  kind     one of these
 *       1      8  link     u64, big-endian, drawn by who dials; bit 0 is 0 when the dialler speaks, 1 when the other does
 *       9      n  content  of FRAME and RECORD, and over Aeron of OPEN; empty in all others
 * </pre>
 */
enum PacketKind {
    /** The dialler wants a link. */
    OPEN,
    /** The link exists on the other side too. */
    OPENED,
    /** A handshake frame. */
    FRAME,
    /** From here on the sender takes records, and only those. */
    READY,
    /** A sealed record, bound to the Artery header in front of it. */
    RECORD,
    /** There was nothing to seal after all, or only that the sender is there. */
    IDLE,
    /** The link is gone, or is not wanted. */
    CLOSE;

    static final int HEADER_BYTES = 1 + Long.BYTES;

    private static final PacketKind[] KINDS = values();

    /** The kind with this code, or {@code null}. */
    @org.jspecify.annotations.Nullable
    static PacketKind of(byte code) {
        return code >= 0 && code < KINDS.length ? KINDS[code] : null;
    }

    /** Writes kind and link at {@code offset}. */
    void put(byte[] frame, int offset, long link) {
        ByteBuffer.wrap(frame, offset, HEADER_BYTES).put((byte) ordinal()).putLong(link);
    }
}
