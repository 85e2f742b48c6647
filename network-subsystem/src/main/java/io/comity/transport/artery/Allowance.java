package io.comity.transport.artery;

import io.comity.transport.artery.guard.FrameGuard;
import java.util.function.LongSupplier;

/** How many signatures may be checked for somebody: a token bucket. Thread-safe. */
final class Allowance {
    private final int burst;
    private final int perSecond;
    private final LongSupplier nanoTime;
    private double tokens;
    private long refilledAt;

    Allowance(int burst, int perSecond, LongSupplier nanoTime) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.refilledAt = nanoTime.getAsLong();
    }

    /** As many as a connection may greet. */
    static Allowance ofGreetings(LongSupplier nanoTime) {
        return new Allowance(FrameGuard.HANDSHAKE_BURST, FrameGuard.HANDSHAKES_PER_SECOND, nanoTime);
    }

    synchronized boolean spend() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - refilledAt) * 1e-9 * perSecond);
        refilledAt = now;
        boolean enough = tokens >= 1;
        tokens -= enough ? 1 : 0;
        return enough;
    }
}
