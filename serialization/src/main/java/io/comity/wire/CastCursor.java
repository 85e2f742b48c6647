package io.comity.wire;

import org.jspecify.annotations.Nullable;

/**
 * Goes from cast to cast through ur-messages that stand end to end, and says where each begins and ends. Whatever else stands
 * between them is stepped over unread. May be kept and {@link #reset}; never throws on hostile bytes. Not thread-safe.
 */
public final class CastCursor {
    private static final int MAX_ELEMENTS = 8;

    private final CborReader in = new CborReader(new byte[0], 0, 0);
    private int start;
    private long ref;
    private long type;
    private boolean isSigned;

    /** To the front of {@code bytes[from, to)}. */
    public void reset(byte[] bytes, int from, int to) {
        in.reset(bytes, from, to - from);
        start = from;
        isSigned = false;
    }

    /** To the next cast; false when there is none, or when what follows is no ur-message. */
    public boolean next() {
        isSigned = false;
        boolean isCast = false;
        while (!isCast && !in.atEnd() && in.fault() == null) {
            isCast = here();
        }
        return isCast;
    }

    /** Over the one message that stands here, and no further; false when that is no cast, or no ur-message. */
    public boolean here() {
        start = in.position();
        int elements = in.array(MAX_ELEMENTS);
        int kind = UrMessages.kind(in, elements);
        boolean isCast = UrMessage.isCast(kind) && elements >= UrMessages.CAST_ELEMENTS;
        boolean isEvidence = kind == UrMessage.EVIDENCE && elements == UrMessages.EVIDENCE_ELEMENTS;
        if (isCast) {
            ref = in.uint();
            type = in.uint();
        }
        boolean isOwn = isEvidence && in.uint() != UrMessages.LANE_OF_RECORDS;
        skip(elements - (isCast ? 3 : isEvidence ? 2 : 1));
        if (!isCast) {
            isSigned = isOwn;
        }
        return isCast && in.fault() == null;
    }

    private void skip(int items) {
        for (int i = 0; i < items; i++) {
            in.skip();
        }
    }

    public int start() {
        return start;
    }

    public int end() {
        return in.position();
    }

    public long ref() {
        return ref;
    }

    public long type() {
        return type;
    }

    /** Whether a signature of its own stands directly before it. */
    public boolean isSigned() {
        return isSigned;
    }

    public @Nullable Fault fault() {
        return in.fault();
    }
}
