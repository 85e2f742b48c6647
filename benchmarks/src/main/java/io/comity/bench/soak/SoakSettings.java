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

    /** An hour after the warm-up: shorter runs say more of the compiler's and the collector's mood than of leaks. */
    static final int JUDGED_FROM_MINUTES = 90;

    public SoakSettings {
        Ranges.check("--minutes", minutes, 1, MAX_MINUTES);
        Ranges.check("--warmup", warmup, 0, minutes - 1);
    }

    /** A third of the time, at most half an hour, warms up. */
    public static SoakSettings of(int minutes) {
        return new SoakSettings(minutes, Math.min(30, minutes / 3));
    }

    boolean isJudged() {
        return minutes >= JUDGED_FROM_MINUTES;
    }
}
