package io.comity.proxy;

import java.time.Duration;

/** How often a peer may have something done for it: so many times at once, and once more whenever some time has passed. */
final class Budget {
    private final int most;
    private final long everyNanos;
    private int left;
    private long sinceNanos;

    Budget(int most, Duration every, long nowNanos) {
        this.most = most;
        this.everyNanos = every.toNanos();
        this.left = most;
        this.sinceNanos = nowNanos;
    }

    /** Takes one, if there is one left. */
    boolean take(long nowNanos) {
        long earned = Math.min(most, (nowNanos - sinceNanos) / everyNanos);
        left = (int) Math.min(most, left + earned);
        // What is left over of the time counts, unless nothing could be earned with it.
        sinceNanos = left == most ? nowNanos : sinceNanos + earned * everyNanos;
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
