package io.comity.wire;

import org.jspecify.annotations.Nullable;

/** Whether bytes are one canonical item of the profile, whatever it means: integers, strings, arrays, booleans, null. */
public final class Canonical {
    /** The longest item, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;
    /** Arrays inside arrays, the outermost counted. */
    public static final int MAX_DEPTH = 16;
    /** Items in all, arrays and their elements counted alike. */
    public static final int MAX_ITEMS = 4096;

    private Canonical() {}

    public static @Nullable Fault check(byte[] item) {
        return check(item, 0, item.length);
    }

    /** What is wrong with {@code buffer[offset, offset + length)}, or null. Allocates nothing that grows with the input. */
    public static @Nullable Fault check(byte[] buffer, int offset, int length) {
        if (length > MAX_BYTES) {
            return Fault.TOO_LONG;
        }
        CborReader in = new CborReader(buffer, offset, length);
        int[] left = new int[MAX_DEPTH + 1];
        left[0] = 1;
        int items = 0;
        for (int depth = 0; depth >= 0 && in.fault() == null; ) {
            if (left[depth] == 0) {
                depth--;
            } else if (++items > MAX_ITEMS) {
                in.refuse(Fault.TOO_MANY);
            } else {
                left[depth]--;
                depth = step(in, left, depth);
            }
        }
        return in.finish();
    }

    /** Reads one item, or enters one array; returns the depth at which to go on. */
    private static int step(CborReader in, int[] left, int depth) {
        switch (in.major()) {
            case Major.NEGATIVE -> in.integer();
            case Major.BYTES -> in.slice(MAX_BYTES);
            case Major.TEXT -> in.skipText(MAX_BYTES);
            case Major.SIMPLE -> simple(in);
            case Major.ARRAY -> {
                return enter(in, left, depth);
            }
            default -> in.uint();
        }
        return depth;
    }

    private static int enter(CborReader in, int[] left, int depth) {
        int count = in.array(MAX_ITEMS);
        if (depth == MAX_DEPTH) {
            in.refuse(Fault.TOO_DEEP);
            return depth;
        }
        left[depth + 1] = count;
        return depth + 1;
    }

    private static void simple(CborReader in) {
        if (!in.nil()) {
            in.bool();
        }
    }
}
