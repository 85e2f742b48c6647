package io.comity.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one holder has used of one root grant. It knows no limit of its own: each link judges it with its own {@link Limit}, so
 * that links which share a holder share what was used.
 *
 * <p>The rate is the generic cell rate algorithm in its virtual scheduling form (ITU-T I.371, annex A): the whole state is the
 * theoretical arrival time of the next message if all kept exactly to the rate. One is admitted while that time is at most the
 * tolerance ahead of now, and moves it on by one interval from now or itself, whichever is later.
 *
 * <p>Times are of one monotonic clock and only their differences mean anything. Buckets that one message may draw from share a
 * guard, the monitor under which they change; whoever reads without it sees some state of a moment ago. Allocates nothing after
 * it is made.
 */
public final class Bucket {
    private static final VarHandle ARRIVAL;
    private static final VarHandle USED;
    private static final VarHandle IN_FLIGHT;

    static {
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            ARRIVAL = own.findVarHandle(Bucket.class, "arrivalNs", long.class);
            USED = own.findVarHandle(Bucket.class, "used", long.class);
            IN_FLIGHT = own.findVarHandle(Bucket.class, "inFlight", int.class);
        } catch (ReflectiveOperationException absent) {
            throw new ExceptionInInitializerError(absent);
        }
    }

    private final Object guard;
    private long arrivalNs;
    private long used;
    private int inFlight;

    /** One that no message draws from together with another. */
    public Bucket(long nowNs) {
        this(new Object(), nowNs);
    }

    /**
     * Unused as of {@code nowNs}.
     *
     * @param guard the same for all that one message may draw from, and for nothing else
     */
    public Bucket(Object guard, long nowNs) {
        this.guard = guard;
        ARRIVAL.setRelease(this, nowNs);
    }

    Object guard() {
        return guard;
    }

    /** Messages admitted so far. */
    public long used() {
        return (long) USED.getOpaque(this);
    }

    /** Calls that wait for their reply. */
    public int inFlight() {
        return (int) IN_FLIGHT.getOpaque(this);
    }

    /** What {@link Allowance} would say of one more message now, were this its only bucket; takes nothing. */
    long judge(Limit limit, boolean isCall, long nowNs) {
        if (used() >= limit.quota()) {
            return Allowance.SPENT;
        }
        if (isCall && inFlight() >= limit.inFlight()) {
            return Allowance.BUSY;
        }
        return limit.intervalNs() == 0 ? 0 : Math.max(0, (long) ARRIVAL.getOpaque(this) - nowNs - limit.toleranceNs());
    }

    /** Counts one message that every bucket has room for. Under the guard. */
    void take(Limit limit, boolean isCall, long nowNs) {
        USED.setOpaque(this, used + 1);
        if (isCall) {
            IN_FLIGHT.setOpaque(this, inFlight + 1);
        }
        if (limit.intervalNs() != 0) {
            ARRIVAL.setOpaque(this, nowNs + Math.max(0, arrivalNs - nowNs) + limit.intervalNs());
        }
    }

    /** Under the guard. */
    void leave() {
        IN_FLIGHT.setOpaque(this, inFlight - 1);
    }
}
