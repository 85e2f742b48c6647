package io.comity.bench.filters;

import io.comity.bench.Ranges;
import io.comity.filter.Index;
import java.time.Duration;

/**
 * What the filter bench does.
 *
 * @param many subscriptions, measured beside {@link #FEW}
 * @param turn time of each of the two in each round
 * @param warmUp time of each of the two before the first round
 * @param rounds in alternation
 */
public record FilterSettings(int many, Duration turn, Duration warmUp, int rounds) {
    /** What it costs with so few is what more are compared with. */
    public static final int FEW = 10;

    static final int MAX_ROUNDS = 100;
    static final long MAX_SECONDS = 3_600;

    public FilterSettings {
        Ranges.check("--subscriptions", many, FEW, Index.MAX_SUBSCRIPTIONS - Subscriptions.EXTRA);
        Ranges.check("--seconds", turn.toMillis() * rounds, 1, MAX_SECONDS * 1_000);
        Ranges.check("--warmup", warmUp.toMillis(), 0, MAX_SECONDS * 1_000);
        Ranges.check("--rounds", rounds, 1, MAX_ROUNDS);
    }
}
