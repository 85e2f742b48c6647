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
 * <p>Times are of one monotonic clock and only their differences mean anything. Lock-free; allocates nothing after it is made.
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

    private volatile long arrivalNs;
    private volatile long used;
    private volatile int inFlight;

    /** Unused as of {@code nowNs}. */
    public Bucket(long nowNs) {
        this.arrivalNs = nowNs;
    }

    /** Messages admitted so far. */
    public long used() {
        return used;
    }

    /** Calls that wait for their reply. */
    public int inFlight() {
        return inFlight;
    }

    long arrivalNs() {
        return arrivalNs;
    }

    /** What {@link Allowance} would say of one more message now, were this its only bucket; takes nothing. */
    long judge(Limit limit, boolean isCall, long nowNs) {
        if (used >= limit.quota()) {
            return Allowance.SPENT;
        }
        if (isCall && inFlight >= limit.inFlight()) {
            return Allowance.BUSY;
        }
        return waitNs(arrivalNs, limit, nowNs);
    }

    /** 0, or how long the rate makes a message wait when its turn is at {@code arrivalNs}. */
    static long waitNs(long arrivalNs, Limit limit, long nowNs) {
        return limit.intervalNs() == 0 ? 0 : Math.max(0, arrivalNs - nowNs - limit.toleranceNs());
    }

    /** The arrival time after one more message now. */
    static long afterNs(long arrivalNs, Limit limit, long nowNs) {
        return limit.intervalNs() == 0 ? arrivalNs : nowNs + Math.max(0, arrivalNs - nowNs) + limit.intervalNs();
    }

    boolean moveArrival(long fromNs, long toNs) {
        return ARRIVAL.compareAndSet(this, fromNs, toNs);
    }

    /** Takes one of the quota and, for a call, one place in flight; both or neither. */
    long takeCounts(Limit limit, boolean isCall) {
        for (long before = used; ; before = used) {
            if (before >= limit.quota()) {
                return Allowance.SPENT;
            }
            if (USED.compareAndSet(this, before, before + 1)) {
                break;
            }
        }
        if (!isCall || enter(limit.inFlight())) {
            return Allowance.ADMITTED;
        }
        USED.getAndAdd(this, -1L);
        return Allowance.BUSY;
    }

    private boolean enter(int max) {
        for (int before = inFlight; before < max; before = inFlight) {
            if (IN_FLIGHT.compareAndSet(this, before, before + 1)) {
                return true;
            }
        }
        return false;
    }

    void giveBackCounts(boolean isCall) {
        USED.getAndAdd(this, -1L);
        if (isCall) {
            leave();
        }
    }

    void leave() {
        IN_FLIGHT.getAndAdd(this, -1);
    }
}
