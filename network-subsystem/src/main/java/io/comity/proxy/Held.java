package io.comity.proxy;

import io.comity.mission.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Messages that wait for a connection, in order, each for a bounded time: the one there is for all, or its own if that is less. */
final class Held {
    /** @param whenOver why it is refused then */
    private record Waiting(Object message, long sinceNanos, long forNanos, Reason whenOver) {
        long leftNanos(long nowNanos) {
            return forNanos - (nowNanos - sinceNanos);
        }
    }

    private final int max;
    private final long forNanos;
    /** Small at first: there may be many thousand proxies, and few ever hold anything. */
    private final Queue<Waiting> waiting = new ArrayDeque<>(1);

    Held(int max, Duration holdFor) {
        this.max = max;
        this.forNanos = holdFor.toNanos();
    }

    /** False when there is no room. */
    boolean add(Object message, long nowNanos) {
        if (waiting.size() >= max) {
            return false;
        }
        long own = message instanceof Dispatch dispatch ? dispatch.leftNanos(nowNanos) : Dispatch.EVER;
        waiting.add(new Waiting(
                message, nowNanos, Math.min(own, forNanos), own < forNanos ? Reason.EXPIRED : Reason.UNREACHABLE));
        return true;
    }

    int size() {
        return waiting.size();
    }

    /** The oldest, or null. */
    @Nullable
    Object peek() {
        Waiting oldest = waiting.peek();
        return oldest == null ? null : oldest.message();
    }

    void remove() {
        waiting.remove();
    }

    /** Removes those whose time is over, and says why. */
    void expire(long nowNanos, BiConsumer<Object, Reason> over) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting next = each.next();
            if (next.leftNanos(nowNanos) <= 0) {
                each.remove();
                over.accept(next.message(), next.whenOver());
            }
        }
    }

    /** Until the first of them is to expire. */
    Duration next(long nowNanos) {
        long soonest = forNanos;
        for (Waiting each : waiting) {
            soonest = Math.min(soonest, each.leftNanos(nowNanos));
        }
        return Duration.ofNanos(Math.max(0, soonest));
    }
}
