package io.comity.transport.artery;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What came over a wire before its owner asked for it, within bounds. Not thread-safe. */
final class Antechamber {
    /** Handshake frames that may wait. */
    static final int MAX_FRAMES = 32;

    /** Bytes in them: twice the longest, and some. */
    static final int MAX_FRAME_BYTES = 2 * io.comity.transport.Wire.MAX_HANDSHAKE_FRAME_BYTES + 1_024;

    private final Queue<byte[]> frames = new ArrayDeque<>();
    private @Nullable Record record;
    private int frameBytes;

    /** A record, in the envelope that it came in, because its header is needed to open it. */
    record Record(byte[] frame, int headerBytes, int offset) {
        int length() {
            return frame.length - offset;
        }
    }

    /** False when it would be too much. */
    boolean hold(byte[] frame) {
        if (frames.size() == MAX_FRAMES || frameBytes + frame.length > MAX_FRAME_BYTES) {
            return false;
        }
        frameBytes += frame.length;
        return frames.add(frame);
    }

    /** False when there is one already. */
    boolean hold(Record early) {
        boolean free = record == null;
        if (free) {
            record = early;
        }
        return free;
    }

    byte @Nullable [] takeFrame() {
        byte[] frame = frames.poll();
        frameBytes -= frame == null ? 0 : frame.length;
        return frame;
    }

    @Nullable
    Record takeRecord() {
        Record taken = record;
        record = null;
        return taken;
    }

    boolean isEmpty() {
        return frames.isEmpty() && record == null;
    }

    void clear() {
        frames.clear();
        frameBytes = 0;
        record = null;
    }
}
