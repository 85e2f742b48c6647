package io.comity.bench.soak;

import io.comity.bench.Ranges;

/**
 * How long it takes.
 *
 * @param minutes in all
 * @param warmup minutes of them that count for nothing: caches fill, and what is used often is compiled
 */
public record SoakSettings(int minutes, int warmup) {
    static final int MAX_MINUTES = 100_000;

    /** Shorter runs say more of the collector's mood than of leaks. */
    static final int JUDGED_FROM_MINUTES = 60;

    public SoakSettings {
        Ranges.check("--minutes", minutes, 1, MAX_MINUTES);
        Ranges.check("--warmup", warmup, 0, minutes - 1);
    }

    /** A quarter of the time, at most a quarter of an hour, warms up. */
    public static SoakSettings of(int minutes) {
        return new SoakSettings(minutes, Math.min(15, minutes / 4));
    }

    boolean isJudged() {
        return minutes >= JUDGED_FROM_MINUTES;
    }
}
