package io.comity.desk;

import io.comity.detached.DetachedCall;
import io.comity.identity.NodeId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls that wait for their replies: so many, so many bytes, and of one caller a quarter of both. Thread-safe. */
final class WaitingCalls {
    /** What they take in all. */
    static final long MAX_BYTES = 64 << 20;

    /** What a call takes, beside its body as it came and as it was read. */
    static final int CALL_BYTES = 2_048;

    /** Of how many parts one caller may have one. */
    private static final int PARTS = 4;

    private static final class Share {
        private int calls;
        private long bytes;

        private void add(int moreCalls, long moreBytes) {
            calls += moreCalls;
            bytes += moreBytes;
        }

        private boolean hasRoomFor(long more, int maxCalls, long maxBytes) {
            return calls < maxCalls && bytes + more <= maxBytes;
        }
    }

    private final int max;
    private final Set<Waiting> calls = new LinkedHashSet<>();
    private final Share all = new Share();
    private final Map<NodeId, Share> byCaller = new HashMap<>();

    WaitingCalls(int max) {
        this.max = max;
    }

    private static long bytes(DetachedCall call) {
        return CALL_BYTES + 2L * call.body().size();
    }

    synchronized boolean hasRoomFor(DetachedCall call) {
        Share own = byCaller.getOrDefault(call.issuer(), new Share());
        return all.hasRoomFor(bytes(call), max, MAX_BYTES)
                && own.hasRoomFor(bytes(call), Math.max(1, max / PARTS), MAX_BYTES / PARTS);
    }

    synchronized void add(Waiting call) {
        if (calls.add(call)) {
            count(call.call().call(), 1);
        }
    }

    synchronized void remove(Waiting call) {
        if (calls.remove(call)) {
            count(call.call().call(), -1);
        }
    }

    private void count(DetachedCall call, int sign) {
        all.add(sign, sign * bytes(call));
        byCaller.compute(call.issuer(), (same, known) -> {
            Share own = known == null ? new Share() : known;
            own.add(sign, sign * bytes(call));
            return own.calls == 0 ? null : own;
        });
    }

    synchronized boolean isEmpty() {
        return calls.isEmpty();
    }

    synchronized List<Waiting> all() {
        return List.copyOf(calls);
    }
}
