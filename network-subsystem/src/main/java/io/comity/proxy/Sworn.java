package io.comity.proxy;

import io.comity.evidence.Statement;
import io.comity.identity.Bytes;
import io.comity.wire.UrMessages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What this side has signed in a session and has no receipt for yet, to hold receipts against. Thread-safe. */
final class Sworn {
    /** Statements without a receipt; of more, the oldest are forgotten, and no receipt for them is countersigned. */
    static final int MAX = 65_536;

    /** What a receipt is held against. */
    record Oath(long number, int count, Bytes root) {}

    private final List<Deque<Oath>> lanes = IntStream.rangeClosed(0, UrMessages.LANE_OF_LONG_CASTS)
            .<Deque<Oath>>mapToObj(lane -> new ArrayDeque<>())
            .toList();

    synchronized void to(Statement statement, int count) {
        Deque<Oath> lane = lanes.get(statement.lane());
        if (lane.size() == MAX) {
            lane.remove();
        }
        lane.add(new Oath(statement.number(), count, statement.root()));
    }

    /** The oldest of a lane without a receipt, which has one from now on; null when there is none. */
    synchronized @Nullable Oath next(int lane) {
        return lane < lanes.size() ? lanes.get(lane).poll() : null;
    }
}
