package io.comity.limit;

/**
 * What one link of a chain lets through a {@link Bucket}.
 *
 * @param intervalNs nanoseconds that each message takes of the rate; 0 means no rate
 * @param toleranceNs how far ahead of the rate a burst may run: burst - 1 intervals
 * @param quota messages in all
 * @param inFlight calls that wait for their reply at one time
 */
public record Limit(long intervalNs, long toleranceNs, long quota, int inFlight) {
    /** A burst is never worth more than a year of its rate, so that no sum of nanoseconds overflows. */
    public static final long MAX_TOLERANCE_NS = 365L * 24 * 3_600 * 1_000_000_000;
    /** The slowest rate: one message a day. */
    public static final long MAX_INTERVAL_NS = 24L * 3_600 * 1_000_000_000;

    public static final Limit NONE = new Limit(0, 0, Long.MAX_VALUE, Integer.MAX_VALUE);

    public Limit {
        boolean isBounded = intervalNs >= 0
                && intervalNs <= MAX_INTERVAL_NS
                && toleranceNs >= 0
                && toleranceNs <= MAX_TOLERANCE_NS
                && quota >= 0
                && inFlight >= 0;
        if (!isBounded) {
            throw new IllegalArgumentException("a limit out of bounds: every " + intervalNs + " ns, " + toleranceNs
                    + " ns ahead, " + quota + " in all, " + inFlight + " in flight");
        }
    }

    /** Whether there is anything that it does not let through. */
    boolean isNarrow() {
        return intervalNs != 0 || quota != Long.MAX_VALUE || inFlight != Integer.MAX_VALUE;
    }

    /** The tolerance of {@code burst} messages at once, at most {@link #MAX_TOLERANCE_NS}. */
    public static long toleranceNs(long intervalNs, long burst) {
        long ahead = Math.max(0, burst - 1);
        return intervalNs != 0 && ahead > MAX_TOLERANCE_NS / intervalNs ? MAX_TOLERANCE_NS : ahead * intervalNs;
    }
}
