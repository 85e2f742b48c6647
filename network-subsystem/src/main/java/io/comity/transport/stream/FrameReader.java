package io.comity.transport.stream;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Cuts a byte stream into frames.
 * <pre>
 *  offset  size  field
 *       0     4  length   u32 big-endian, 1..bound
 *       4     n  frame
 * </pre>
 * One buffer is reused, so a frame is valid until the next call. It grows with what has come, not with what was announced: whoever
 * announces much and says little costs little.
 */
final class FrameReader {
    /** What the bytes so far amount to. */
    enum Progress {
        INCOMPLETE,
        FRAME,
        /** A length of zero or above the bound: the stream cannot be read on. */
        REFUSED
    }

    static final int LENGTH_BYTES = 4;

    private static final int FIRST_BYTES = 128;
    private static final byte[] NONE = {};

    private int maxFrameBytes;
    private byte[] frame = NONE;
    private int lengthBytes;
    private int length;
    private int filled;

    FrameReader(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Raises the bound, between two frames, for one who may be trusted with a buffer of that size. */
    void allow(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
        frame = new byte[maxFrameBytes];
    }

    Progress read(ByteBuf in) {
        while (lengthBytes < LENGTH_BYTES) {
            if (!in.isReadable()) {
                return Progress.INCOMPLETE;
            }
            length = length << 8 | in.readUnsignedByte();
            lengthBytes++;
        }
        return length <= 0 || length > maxFrameBytes ? Progress.REFUSED : fill(in);
    }

    private Progress fill(ByteBuf in) {
        int now = Math.min(in.readableBytes(), length - filled);
        if (filled + now > frame.length) {
            int doubled = Math.max(FIRST_BYTES, 2 * frame.length);
            frame = Arrays.copyOf(frame, Math.min(maxFrameBytes, Math.max(doubled, filled + now)));
        }
        in.readBytes(frame, filled, now);
        filled += now;
        return filled < length ? Progress.INCOMPLETE : Progress.FRAME;
    }

    /** The frame's bytes, after {@link Progress#FRAME}. */
    byte[] frame() {
        return frame;
    }

    int length() {
        return length;
    }

    /** Forgets the frame; the next bytes begin another. */
    void next() {
        lengthBytes = 0;
        length = 0;
        filled = 0;
    }
}
