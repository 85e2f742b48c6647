package io.comity.bench;

/**
 * A histogram of durations in nanoseconds, within 1.6 % (64 steps per doubling), in constant memory. Longer than
 * {@value #MAX_NANOS} ns counts as that.
 */
public final class Latencies {
    static final long MAX_NANOS = 1L << 40;
    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[(40 - STEP_BITS + 2) * STEPS];
    private long total;

    public void add(long nanos) {
        counts[bucket(Math.min(Math.max(nanos, 0), MAX_NANOS))]++;
        total++;
    }

    public long total() {
        return total;
    }

    /**
     * The duration that {@code fraction} of all are not longer than.
     *
     * @return the middle of its step; 0 when nothing was added
     */
    public long percentile(double fraction) {
        long wanted = Math.max(1, (long) Math.ceil(total * fraction));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return middle(i);
            }
        }
        return 0;
    }

    /** Below 64 ns a step is one nanosecond; above, the six bits after the highest one choose the step. */
    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = 63 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static long middle(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long low = (long) (bucket % STEPS + STEPS) << shift;
        return low + (1L << shift) / 2;
    }
}
