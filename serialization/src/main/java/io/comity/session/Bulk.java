package io.comity.session;

import io.comity.wire.CborWriter;
import io.comity.wire.UrMessages;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Casts that are too long for one record, and those that follow them to the same ref: what waits here leaves in parts, in the
 * room that smaller messages to others leave in each record. Refs take turns, so that one long message does not hold up the
 * next one's; those of one ref keep their order, also among the shorter ones that were put into an {@link Outbox} before: nothing
 * leaves here before them. Bounded in bytes; appended by any thread and drained by one.
 */
public final class Bulk {
    /** Less room than this is not worth a part. */
    static final int MIN_PART_BYTES = 256;

    /** What goes directly before a cast, or its first part; written when that leaves. */
    public interface Preface {
        /** Writes at most {@link UrMessages#MAX_OWN_EVIDENCE_BYTES} bytes, and returns how many. */
        int write(byte[] target, int offset);
    }

    private static final class Cast {
        final int type;
        final long deadline;
        final long reply;
        final byte[] body;
        final @Nullable Preface preface;
        final long after;
        int sent;

        Cast(int type, long deadline, long reply, byte[] body, @Nullable Preface preface, long after) {
            this.type = type;
            this.deadline = deadline;
            this.reply = reply;
            this.body = body;
            this.preface = preface;
            this.after = after;
        }

        /** What its first bytes need beside their own room. */
        int prefaceBytes() {
            return preface == null || sent > 0 ? 0 : UrMessages.MAX_OWN_EVIDENCE_BYTES;
        }
    }

    private final int maxBytes;
    private final CborWriter head = new CborWriter(UrMessages.MAX_PART_HEAD_BYTES, UrMessages.MAX_PART_HEAD_BYTES);
    private final Map<Long, Deque<Cast>> byRef = new LinkedHashMap<>();
    private int heldBytes;
    private volatile boolean empty = true;
    private boolean closed;

    /** @param maxBytes of bodies held at a time */
    public Bulk(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    public boolean isEmpty() {
        return empty;
    }

    /** Whether a cast to {@code ref} must wait here for those before it; one volatile read while nothing waits. */
    public boolean isBusy(long ref) {
        return !empty && holds(ref);
    }

    private synchronized boolean holds(long ref) {
        return byRef.containsKey(ref);
    }

    /**
     * Copies a body in; false when it finds no room, or after {@link #close}.
     *
     * @param deadline and {@code reply} as in {@link UrMessages#castHead}
     * @param preface goes before it, if anything does
     * @param after messages that leave the outbox first: what {@link Outbox#appended} is now
     */
    public synchronized boolean append(
            long ref,
            int type,
            long deadline,
            long reply,
            byte[] body,
            int length,
            @Nullable Preface preface,
            long after) {
        if (closed || length > maxBytes - heldBytes) {
            return false;
        }
        heldBytes += length;
        Cast cast = new Cast(type, deadline, reply, Arrays.copyOf(body, length), preface, after);
        byRef.computeIfAbsent(ref, fresh -> new ArrayDeque<>()).add(cast);
        empty = false;
        return true;
    }

    /**
     * Writes parts, and whole casts that fit, end to end into {@code target}.
     *
     * @param drained messages that have left the outbox, see {@link Outbox#drained}
     * @return how many bytes, at most {@code max}
     */
    public synchronized int drainTo(byte[] target, int offset, int max, long drained) {
        int taken = 0;
        int more = 1;
        while (more > 0 && !byRef.isEmpty()) {
            more = drainOne(target, offset + taken, max - taken, drained);
            taken += more;
        }
        empty = byRef.isEmpty();
        return taken;
    }

    /** One message of the first ref that need not wait. */
    private int drainOne(byte[] target, int offset, int max, long drained) {
        Iterator<Map.Entry<Long, Deque<Cast>>> turns = byRef.entrySet().iterator();
        while (turns.hasNext()) {
            Map.Entry<Long, Deque<Cast>> turn = turns.next();
            if (turn.getValue().element().after <= drained) {
                int written = write(turn.getKey(), turn.getValue().element(), target, offset, max);
                if (written > 0) {
                    turns.remove();
                    settle(turn.getKey(), turn.getValue());
                }
                return written;
            }
        }
        return 0;
    }

    /** Behind the others again, unless that was its last. */
    private void settle(long ref, Deque<Cast> casts) {
        Cast oldest = casts.element();
        if (oldest.sent == oldest.body.length) {
            casts.remove();
            heldBytes -= oldest.body.length;
        }
        if (!casts.isEmpty()) {
            byRef.put(ref, casts);
        }
    }

    private int write(long ref, Cast cast, byte[] target, int offset, int max) {
        int before = cast.prefaceBytes();
        if (before == 0 || cast.preface == null) {
            return writeCast(ref, cast, target, offset, max);
        }
        // The cast first: only when it found room is it known that the preface is needed now.
        int written = writeCast(ref, cast, target, offset + before, max - before);
        int preface = written == 0 ? 0 : cast.preface.write(target, offset);
        System.arraycopy(target, offset + before, target, offset + preface, written);
        return preface + written;
    }

    private int writeCast(long ref, Cast cast, byte[] target, int offset, int max) {
        int left = cast.body.length - cast.sent;
        boolean whole = cast.sent == 0 && left <= max - UrMessages.MAX_CAST_HEAD_BYTES;
        int length = whole ? left : Math.min(left, max - UrMessages.MAX_PART_HEAD_BYTES);
        if (!whole && length < Math.min(left, MIN_PART_BYTES)) {
            return 0;
        }
        head.reset();
        if (whole) {
            UrMessages.castHead(head, ref, cast.type, cast.deadline, cast.reply, length);
        } else {
            UrMessages.partHead(head, ref, cast.type, cast.deadline, cast.reply, cast.body.length, cast.sent, length);
        }
        System.arraycopy(head.buffer(), 0, target, offset, head.length());
        System.arraycopy(cast.body, cast.sent, target, offset + head.length(), length);
        cast.sent += length;
        return head.length() + length;
    }

    /** Refuses everything from now on, and forgets what waits. */
    public synchronized void close() {
        closed = true;
        byRef.clear();
        heldBytes = 0;
        empty = true;
    }
}
