package io.comity.proxy;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The clocks that a session judges by. */
final class Clock {
    private final LongSupplier nanoTime;
    private final LongSupplier unixSeconds;
    private final long beganNanos;

    Clock(LongSupplier nanoTime, LongSupplier unixSeconds) {
        this.nanoTime = nanoTime;
        this.unixSeconds = unixSeconds;
        this.beganNanos = nanoTime.getAsLong();
    }

    /** Only differences mean anything. */
    long nanos() {
        return nanoTime.getAsLong();
    }

    /** The date, for what has one: grants. */
    long unixSeconds() {
        return unixSeconds.getAsLong();
    }

    /** Since it was made: what a node tells one other of its clock. It says nothing of the date or of the machine. */
    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - beganNanos);
    }
}
