package io.comity.proxy;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling from {@code first} to {@code most}, each between half of that and all of it
 * by chance, so that nodes which lost the same peer do not come back together.
 */
public record Backoff(Duration first, Duration most) {
    private static final int MAX_DOUBLINGS = 20;

    public Backoff {
        if (first.isNegative() || first.isZero() || first.compareTo(most) > 0) {
            throw new IllegalArgumentException("a back-off goes from " + first + " up to " + most);
        }
    }

    /** @param failures tries that failed one after the other, from 1 */
    Duration after(int failures, RandomGenerator random) {
        long doubled = first.toNanos() << Math.min(Math.max(failures, 1) - 1, MAX_DOUBLINGS);
        long full = doubled <= 0 ? most.toNanos() : Math.min(doubled, most.toNanos());
        return Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
    }
}
