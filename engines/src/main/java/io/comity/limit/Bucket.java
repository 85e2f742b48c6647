package io.comity.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

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
    private static final VarHandle ASKED;

    static {
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            ARRIVAL = own.findVarHandle(Bucket.class, "arrivalNs", long.class);
            USED = own.findVarHandle(Bucket.class, "used", long.class);
            IN_FLIGHT = own.findVarHandle(Bucket.class, "inFlight", int.class);
            ASKED = own.findVarHandle(Bucket.class, "asked", boolean.class);
        } catch (ReflectiveOperationException absent) {
            throw new ExceptionInInitializerError(absent);
        }
    }

    private final Object guard;
    private long arrivalNs;
    private long used;
    private int inFlight;
    /** Under a limit with a quota {@link #used} goes no further, since no more is known to be written somewhere. */
    private volatile long ceiling = Long.MAX_VALUE;
    /** From where on more is asked for. */
    private volatile long askAt = Long.MAX_VALUE;

    private volatile boolean asked;
    private volatile @Nullable Runnable more;

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
        this(guard, nowNs, 0);
    }

    /** @param used messages that count as admitted before */
    public Bucket(Object guard, long nowNs, long used) {
        this.guard = guard;
        this.used = used;
        ARRIVAL.setRelease(this, nowNs);
    }

    // What survives.

    /**
     * From now on no message passes under a quota that was not reserved, by {@link #raise}.
     *
     * @param more asks for that, on whatever thread, once until the answer
     */
    public void keep(Runnable more) {
        synchronized (guard) {
            this.more = more;
            ceiling = used;
        }
    }

    public boolean isKept() {
        return more != null;
    }

    /** As many messages in all may pass as {@code upTo}, and more are asked for from {@code from} on. */
    public void raise(long upTo, long from) {
        synchronized (guard) {
            ceiling = Math.max(ceiling, upTo);
            askAt = Math.max(0, from);
            asked = false;
        }
    }

    /** What was asked for cannot be had now. */
    public void askAgain() {
        asked = false;
    }

    /** Lets nothing more pass under a quota, and says how many messages did. */
    public long freeze() {
        synchronized (guard) {
            ceiling = Long.MIN_VALUE;
            return used;
        }
    }

    private void ask() {
        Runnable asking = more;
        if (asking != null && !asked && ASKED.compareAndSet(this, false, true)) {
            asking.run();
        }
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
        if (limit.quota() != Long.MAX_VALUE && used() >= ceiling) {
            ask();
            return Allowance.BUSY;
        }
        if (isCall && inFlight() >= limit.inFlight()) {
            return Allowance.BUSY;
        }
        return limit.intervalNs() == 0 ? 0 : Math.max(0, (long) ARRIVAL.getOpaque(this) - nowNs - limit.toleranceNs());
    }

    /** Counts one message that every bucket has room for. Under the guard. */
    void take(Limit limit, boolean isCall, long nowNs) {
        USED.setOpaque(this, used + 1);
        if (used >= askAt) {
            ask();
        }
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
