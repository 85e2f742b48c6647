package io.comity.limit;

import java.util.List;

/**
 * The buckets that one message draws from: its holder's, and those of everybody from whom the holder has its right. All or
 * nothing: whatever one of them refuses costs none of them anything.
 *
 * <p>A draw looks at every bucket before it takes from any, so that a flood that is refused anyway disturbs nobody. Then it takes
 * from the last holder's bucket first and the root's last, and gives back when one refuses. Giving back a message of the rate is
 * exact unless another thread took from the same bucket meanwhile; then it stays taken, since what an idle moment has swallowed
 * in between must not be given a second time. Threads that race may thus be admitted less than they could be, never more.
 */
public final class Allowance {
    /** One bucket and how this chain's link judges it. */
    public record Part(Bucket bucket, Limit limit) {}

    /** The message passes and was counted. */
    public static final long ADMITTED = 0;
    /** As many calls are in flight as may be; when one ends is not known. */
    public static final long BUSY = -1;
    /** The quota is used up. */
    public static final long SPENT = -2;

    /** For a right without limits. */
    public static final Allowance UNLIMITED = new Allowance(List.of());

    private final Bucket[] buckets;
    private final Limit[] limits;

    /** @param parts from the root to the last holder */
    public Allowance(List<Part> parts) {
        this.buckets = parts.stream().map(Part::bucket).toArray(Bucket[]::new);
        this.limits = parts.stream().map(Part::limit).toArray(Limit[]::new);
    }

    /**
     * Takes one message from every bucket, or nothing.
     *
     * @param isCall whether it stays in flight until {@link #finish}
     * @return {@link #ADMITTED}, {@link #SPENT}, {@link #BUSY}, or how many nanoseconds from {@code nowNs} it would be admitted
     *     if nobody else came first
     */
    public long draw(boolean isCall, long nowNs) {
        long verdict = judge(isCall, nowNs);
        return verdict == ADMITTED ? take(buckets.length - 1, isCall, nowNs) : verdict;
    }

    /** What {@link #draw} would say now; takes nothing. */
    public long judge(boolean isCall, long nowNs) {
        long worst = ADMITTED;
        for (int i = 0; i < buckets.length; i++) {
            worst = worse(worst, buckets[i].judge(limits[i], isCall, nowNs));
        }
        return worst;
    }

    /** Messages that the last holder has used of the right so far, under whichever of its chains. */
    public long used() {
        return buckets.length == 0 ? 0 : buckets[buckets.length - 1].used();
    }

    /** One call that was admitted is over. Expected once per call. */
    public void finish() {
        for (Bucket bucket : buckets) {
            bucket.leave();
        }
    }

    /** A refusal without a time is worse than one with it, and a later time than an earlier. */
    private static long worse(long one, long other) {
        return one < 0 || other < 0 ? Math.min(one, other) : Math.max(one, other);
    }

    private long take(int index, boolean isCall, long nowNs) {
        if (index < 0) {
            return ADMITTED;
        }
        Bucket bucket = buckets[index];
        Limit limit = limits[index];
        long counts = bucket.takeCounts(limit, isCall);
        return counts == ADMITTED ? takeTurn(bucket, limit, index, isCall, nowNs) : counts;
    }

    private long takeTurn(Bucket bucket, Limit limit, int index, boolean isCall, long nowNs) {
        long before = bucket.arrivalNs();
        long wait = Bucket.waitNs(before, limit, nowNs);
        long after = Bucket.afterNs(before, limit, nowNs);
        while (wait == 0 && !bucket.moveArrival(before, after)) {
            before = bucket.arrivalNs();
            wait = Bucket.waitNs(before, limit, nowNs);
            after = Bucket.afterNs(before, limit, nowNs);
        }
        if (wait != 0) {
            bucket.giveBackCounts(isCall);
            return wait;
        }
        long rest = take(index - 1, isCall, nowNs);
        if (rest != ADMITTED) {
            bucket.moveArrival(after, before);
            bucket.giveBackCounts(isCall);
        }
        return rest;
    }
}
