package io.comity.reference;

import io.comity.mission.Grant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Calls of one peer that were admitted and wait for their reply, by the ref to which it goes. One counts as in flight until it
 * is answered, or its time is over, or the session is. Bounded; for any thread.
 */
public final class Calls {
    private record Call(Grant grant, long untilNanos) {}

    private final int max;
    private final long forNanos;
    private final LongSupplier nanoTime;
    private final Map<Long, Call> byReply = new LinkedHashMap<>();
    private boolean closed;

    /**
     * @param max that wait at a time
     * @param forNanos how long each may
     */
    public Calls(int max, long forNanos, LongSupplier nanoTime) {
        this.max = max;
        this.forNanos = forNanos;
        this.nanoTime = nanoTime;
    }

    /** False when there are too many, or one waits under this ref already; the call is finished then. */
    public synchronized boolean begin(long reply, Grant grant) {
        expire();
        boolean isNew = !closed && byReply.size() < max && !byReply.containsKey(reply);
        if (isNew) {
            byReply.put(reply, new Call(grant, nanoTime.getAsLong() + forNanos));
        } else {
            grant.finish();
        }
        return isNew;
    }

    /** The reply was sent; of a call that does not wait it changes nothing. */
    public synchronized void finish(long reply) {
        Call call = byReply.get(reply);
        if (call != null) {
            finish(reply, call.grant());
        }
    }

    /** As {@link #finish(long)}, of a call under this grant only: refs are the peer's choice, and it may use one for two calls. */
    public synchronized void finish(long reply, Grant grant) {
        Call call = byReply.get(reply);
        if (call != null && call.grant() == grant) {
            byReply.remove(reply);
            grant.finish();
        }
    }

    /** Forgets those whose time is over: the oldest come first. */
    public synchronized void expire() {
        long now = nanoTime.getAsLong();
        for (Iterator<Call> oldest = byReply.values().iterator(); oldest.hasNext(); ) {
            Call call = oldest.next();
            if (now - call.untilNanos() < 0) {
                return;
            }
            oldest.remove();
            call.grant().finish();
        }
    }

    public synchronized void close() {
        closed = true;
        byReply.values().forEach(call -> call.grant().finish());
        byReply.clear();
    }
}
