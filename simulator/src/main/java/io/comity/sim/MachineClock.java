package io.comity.sim;

import java.time.Duration;
import java.time.Instant;

/** The date as one machine has it. */
final class MachineClock {
    /** When every simulation begins. */
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Timeline timeline;
    private Duration skew = Duration.ZERO;

    MachineClock(Timeline timeline) {
        this.timeline = timeline;
    }

    Instant now() {
        return BEGINNING.plusNanos(timeline.nanos()).plus(skew);
    }

    /** Sets it ahead, or back. */
    void jump(Duration by) {
        skew = skew.plus(by);
    }

    Duration skew() {
        return skew;
    }
}
