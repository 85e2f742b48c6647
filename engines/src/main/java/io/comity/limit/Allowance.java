package io.comity.limit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The buckets that one message draws from: its holder's, and those of everybody from whom the holder has its right. All or
 * nothing: whatever one of them refuses costs none of them anything.
 *
 * <p>A draw looks at every bucket before it takes from any, under the guard that they share. Whoever was refused before looks
 * without it first, so that a flood that is refused anyway keeps nobody waiting. An atomic step for each bucket, without a guard,
 * costs eight times as much for a right that went through eight hands; this costs nearly the same for one as for eight.
 */
public final class Allowance {
    /** One bucket and how this chain's link judges it. */
    public record Part(Bucket bucket, Limit limit) {}

    /** The message passes and was counted. */
    public static final long ADMITTED = 0;
    /** As many calls are in flight as may be, or the next of a quota is not written yet; when that ends is not known. */
    public static final long BUSY = -1;
    /** The quota is used up. */
    public static final long SPENT = -2;

    /** For a right without limits. */
    public static final Allowance UNLIMITED = new Allowance(List.of());

    private final Object guard;
    private final Bucket[] buckets;
    private final Limit[] limits;
    /** Where the buckets stand whose limits refuse anything. */
    private final int[] narrow;
    /** Of the last draw, as far as the thread knows that asks: it decides what is cheap, never what is right. */
    private boolean wasRefused;

    /**
     * @param parts from the root to the last holder
     * @throws IllegalArgumentException unless their buckets share a guard
     */
    public Allowance(List<Part> parts) {
        this.guard = parts.isEmpty() ? new Object() : parts.get(0).bucket().guard();
        this.buckets = parts.stream().map(Part::bucket).toArray(Bucket[]::new);
        this.limits = parts.stream().map(Part::limit).toArray(Limit[]::new);
        this.narrow = IntStream.range(0, limits.length)
                .filter(i -> limits[i].isNarrow())
                .toArray();
        if (parts.stream().anyMatch(part -> part.bucket().guard() != guard)) {
            throw new IllegalArgumentException("buckets that are drawn from together share a guard");
        }
    }

    /**
     * Takes one message from every bucket, or nothing.
     *
     * @param isCall whether it stays in flight until {@link #finish}
     * @return {@link #ADMITTED}, {@link #SPENT}, {@link #BUSY}, or how many nanoseconds from {@code nowNs} it would be admitted
     *     if nobody else came first
     */
    public long draw(boolean isCall, long nowNs) {
        if (buckets.length == 0) {
            return ADMITTED;
        }
        long verdict = wasRefused ? judge(isCall, nowNs) : ADMITTED;
        if (verdict == ADMITTED) {
            verdict = take(isCall, nowNs);
        }
        if (wasRefused == (verdict == ADMITTED)) {
            wasRefused = !wasRefused;
        }
        return verdict;
    }

    /** What {@link #draw} would say now; takes nothing. */
    public long judge(boolean isCall, long nowNs) {
        long worst = ADMITTED;
        for (int i : narrow) {
            worst = worse(worst, buckets[i].judge(limits[i], isCall, nowNs));
        }
        return worst;
    }

    /** Messages that the last holder has used of the right so far, under whichever of its chains. */
    public long used() {
        return buckets.length == 0 ? 0 : buckets[buckets.length - 1].used();
    }

    /** A refusal without a time is worse than one with it, and a later time than an earlier. */
    private static long worse(long one, long other) {
        return one < 0 || other < 0 ? Math.min(one, other) : Math.max(one, other);
    }

    private long take(boolean isCall, long nowNs) {
        synchronized (guard) {
            long verdict = judge(isCall, nowNs);
            if (verdict == ADMITTED) {
                for (int i = 0; i < buckets.length; i++) {
                    buckets[i].take(limits[i], isCall, nowNs);
                }
            }
            return verdict;
        }
    }

    /** One call that was admitted is over. Expected once per call. */
    public void finish() {
        synchronized (guard) {
            for (Bucket bucket : buckets) {
                bucket.leave();
            }
        }
    }
}
