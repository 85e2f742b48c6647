package io.comity.session;

import java.util.Arrays;

/**
 * Messages end to end in one array, and their lengths in another: written whole, then read whole, then used again. Not
 * thread-safe: {@link Outbox} says who may touch it when.
 */
final class Batch {
    private static final int FIRST_BYTES = 1_024;
    private static final int FIRST_MESSAGES = 16;

    /** A batch that has grown no larger than this is never shrunk. */
    private static final int KEPT_BYTES = 64 * 1_024;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] lengths = new int[FIRST_MESSAGES];
    private int writtenBytes;
    private int writtenMessages;
    private int readBytes;
    private int readMessages;

    boolean isRead() {
        return readMessages == writtenMessages;
    }

    void add(byte[] head, int headOffset, int headLength, byte[] body, int bodyOffset, int bodyLength) {
        int end = writtenBytes + headLength + bodyLength;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        if (writtenMessages == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * lengths.length);
        }
        System.arraycopy(head, headOffset, bytes, writtenBytes, headLength);
        System.arraycopy(body, bodyOffset, bytes, writtenBytes + headLength, bodyLength);
        lengths[writtenMessages++] = headLength + bodyLength;
        writtenBytes = end;
    }

    /** Moves the whole messages that fit into {@code max} bytes, in one copy, and returns how many bytes they are. */
    int read(byte[] target, int offset, int max) {
        int taken = 0;
        while (readMessages < writtenMessages && lengths[readMessages] <= max - taken) {
            taken += lengths[readMessages++];
        }
        System.arraycopy(bytes, readBytes, target, offset, taken);
        readBytes += taken;
        return taken;
    }

    int readMessages() {
        return readMessages;
    }

    /** Forgets what was read; gives back half the memory if most of it was not needed this time. */
    void clear() {
        if (bytes.length > KEPT_BYTES && writtenBytes < bytes.length / 4) {
            bytes = new byte[bytes.length / 2];
            lengths = new int[Math.max(FIRST_MESSAGES, lengths.length / 2)];
        }
        writtenBytes = 0;
        writtenMessages = 0;
        readBytes = 0;
        readMessages = 0;
    }
}
