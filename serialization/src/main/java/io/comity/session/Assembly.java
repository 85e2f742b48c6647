package io.comity.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Long casts of one peer while their parts arrive. Bounded in casts and in bytes: what a cast will need is counted from its
 * first part on, and its memory grows as it arrives. Not thread-safe.
 */
public final class Assembly {
    /** Casts under way at a time. */
    public static final int MAX_CASTS = 64;

    private static final int FIRST_BYTES = 64 * 1_024;

    /** What became of a part. */
    public enum Outcome {
        /** There is more to come. */
        TAKEN,
        /** It was the last: {@link #complete} has the body. */
        COMPLETE,
        /** There is no room for such a cast now. */
        FULL,
        /** It belongs to a cast that was refused when it began. */
        IGNORED,
        /** No peer of ours would send it. */
        MALFORMED
    }

    private static final class Cast {
        final long type;
        final long reply;
        final int total;
        byte[] body;
        int length;

        Cast(long type, long reply, int total) {
            this.type = type;
            this.reply = reply;
            this.total = total;
            this.body = new byte[Math.min(total, FIRST_BYTES)];
        }
    }

    private final long maxBytes;
    private final Map<Long, Cast> casts = new HashMap<>();
    private long reserved;

    /** @param maxBytes of all casts under way */
    public Assembly(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes a part; the first, of offset 0, must have been allowed, and its total be no longer than a cast may be. */
    public Outcome take(long ref, long type, long reply, int total, int offset, byte[] from, int at, int length) {
        if (length < 1 || length > total - offset) {
            return Outcome.MALFORMED;
        }
        Cast cast = casts.get(ref);
        if (offset == 0) {
            return cast == null ? begin(ref, type, reply, total, from, at, length) : Outcome.MALFORMED;
        }
        if (cast == null) {
            return Outcome.IGNORED;
        }
        boolean fits = cast.type == type && cast.reply == reply && cast.total == total && cast.length == offset;
        return fits ? add(cast, from, at, length) : Outcome.MALFORMED;
    }

    private Outcome begin(long ref, long type, long reply, int total, byte[] from, int at, int length) {
        if (casts.size() >= MAX_CASTS || total > maxBytes - reserved) {
            return Outcome.FULL;
        }
        reserved += total;
        Cast cast = new Cast(type, reply, total);
        casts.put(ref, cast);
        return add(cast, from, at, length);
    }

    private static Outcome add(Cast cast, byte[] from, int at, int length) {
        if (length > cast.body.length - cast.length) {
            long doubled = Math.min(cast.total, 2L * cast.body.length);
            cast.body = Arrays.copyOf(cast.body, (int) Math.max(doubled, cast.length + (long) length));
        }
        System.arraycopy(from, at, cast.body, cast.length, length);
        cast.length += length;
        return cast.length == cast.total ? Outcome.COMPLETE : Outcome.TAKEN;
    }

    /** The body that has just become complete, which is then forgotten here. */
    public byte @Nullable [] complete(long ref) {
        Cast cast = casts.remove(ref);
        if (cast == null) {
            return null;
        }
        reserved -= cast.total;
        return cast.body;
    }
}
