package io.comity.desk;

import io.comity.detached.DetachedCall;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The calls that wait for their replies: so many, and so many bytes. One thread adds, any removes. */
final class WaitingCalls implements Iterable<Waiting> {
    /** What they take in all. */
    static final long MAX_BYTES = 64 << 20;

    /** What a call takes, beside its body as it came and as it was read. */
    static final int CALL_BYTES = 2_048;

    private final int max;
    private final Set<Waiting> calls = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();

    WaitingCalls(int max) {
        this.max = max;
    }

    private static long bytes(DetachedCall call) {
        return CALL_BYTES + 2L * call.body().size();
    }

    boolean hasRoomFor(DetachedCall call) {
        return calls.size() < max && bytes.get() + bytes(call) <= MAX_BYTES;
    }

    void add(Waiting call) {
        if (calls.add(call)) {
            bytes.addAndGet(bytes(call.call().call()));
        }
    }

    void remove(Waiting call) {
        if (calls.remove(call)) {
            bytes.addAndGet(-bytes(call.call().call()));
        }
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    @Override
    public Iterator<Waiting> iterator() {
        return calls.iterator();
    }
}
