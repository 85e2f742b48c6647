package io.comity.proxy;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Milliseconds since a NodeProxy began: what a node tells one other of its clock. It says nothing of the date or of the machine. */
final class Clock {
    private final LongSupplier nanoTime;
    private final long beganNanos;

    Clock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - beganNanos);
    }
}
