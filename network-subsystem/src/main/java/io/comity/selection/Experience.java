package io.comity.selection;

import java.time.Duration;

/** How an address has done so far: success and latency, each an average that gives the latest result a quarter. */
final class Experience {
    private static final double LATEST = 0.25;
    private static final double UNTRIED = 0.5;

    /** What an address of this latency loses is half its weight; one that was never reached counts as one. */
    private static final double TYPICAL_NANOS = Duration.ofMillis(100).toNanos();

    /** How long it takes until a result counts half. */
    private static final double HALF_LIFE_NANOS = Duration.ofMinutes(5).toNanos();

    private double success = UNTRIED;
    private double latencyNanos = TYPICAL_NANOS;
    private boolean reached;
    private long lastNanos;

    void failed(long nowNanos) {
        record(0, nowNanos);
    }

    void succeeded(Duration latency, long nowNanos) {
        record(1, nowNanos);
        double measured = Math.max(0, latency.toNanos());
        latencyNanos = reached ? latencyNanos + LATEST * (measured - latencyNanos) : measured;
        reached = true;
    }

    private void record(double result, long nowNanos) {
        double now = success(nowNanos);
        success = now + LATEST * (result - now);
        lastNanos = nowNanos;
    }

    /** Between 0 and 1; old results fade, so that an address which failed long ago is tried like a new one. */
    private double success(long nowNanos) {
        double age = Math.max(0, nowNanos - lastNanos);
        return UNTRIED + (success - UNTRIED) * Math.pow(2, -age / HALF_LIFE_NANOS);
    }

    /** What the weight of the address is multiplied by; between 0 and 1. */
    double factor(long nowNanos) {
        return success(nowNanos) * TYPICAL_NANOS / (TYPICAL_NANOS + latencyNanos);
    }
}
