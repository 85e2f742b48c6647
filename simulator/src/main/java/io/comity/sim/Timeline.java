package io.comity.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one thread of a simulation, and its time. What is ready is done one by one, in an order that is drawn; when nothing is, time
 * goes on to what comes next.
 */
final class Timeline {
    /** What each deed takes, so that whoever works without end gets older too. */
    static final long DEED_NANOS = 1_000;

    /** Something that can be called off. */
    static final class Timed {
        private final long at;
        private final long number;
        private final Runnable deed;
        private boolean cancelled;
        private boolean done;

        private Timed(long at, long number, Runnable deed) {
            this.at = at;
            this.number = number;
            this.deed = deed;
        }

        /** @return whether it was called off before it was done, and now for the first time */
        boolean cancel() {
            boolean first = !cancelled && !done;
            cancelled = true;
            return first;
        }

        boolean isCancelled() {
            return cancelled;
        }

        boolean isDone() {
            return done;
        }

        private void run() {
            if (!cancelled) {
                done = true;
                deed.run();
            }
        }
    }

    private final SplittableRandom order;
    private final Trace trace;
    private final List<Runnable> ready = new ArrayList<>();
    private final PriorityQueue<Timed> timed =
            new PriorityQueue<>(Comparator.<Timed>comparingLong(one -> one.at).thenComparingLong(one -> one.number));
    private final Thread own = Thread.currentThread();
    /** From threads of others, which no seed decides. */
    private final Queue<Runnable> strange = new ConcurrentLinkedQueue<>();

    private long nanos;
    private long numbered;
    private long deeds;

    Timeline(SplittableRandom order, Trace trace) {
        this.order = order;
        this.trace = trace;
    }

    long nanos() {
        return nanos;
    }

    /** How many were done. */
    long deeds() {
        return deeds;
    }

    /** Whether something can be done now. */
    boolean isBusy() {
        return !ready.isEmpty();
    }

    /** As soon as it is drawn. */
    void soon(Runnable deed) {
        if (Thread.currentThread() == own) {
            ready.add(deed);
        } else {
            strange.add(deed);
        }
    }

    Timed after(Duration delay, Runnable deed) {
        return after(delay.toNanos(), deed);
    }

    Timed after(long delayNanos, Runnable deed) {
        Timed one = new Timed(nanos + Math.max(0, delayNanos), numbered++, deed);
        timed.add(one);
        return one;
    }

    /**
     * Does one thing.
     *
     * @param until time does not go beyond it
     * @return whether there was anything to do until then
     */
    boolean step(long until) {
        for (Runnable next = strange.poll(); next != null; next = strange.poll()) {
            ready.add(next);
        }
        if (ready.isEmpty() && !timed.isEmpty()) {
            nanos = Math.max(nanos, Math.min(until, timed.peek().at));
        }
        if (!timed.isEmpty() && timed.peek().at <= nanos) {
            // In their order: what is on one wire must not overtake itself.
            trace.drawn(nanos, 0, 0);
            timed.remove().run();
            return true;
        }
        if (ready.isEmpty()) {
            return false;
        }
        int drawn = ready.size() == 1 ? 0 : order.nextInt(ready.size());
        trace.drawn(nanos, ready.size(), drawn);
        Runnable deed = ready.get(drawn);
        Runnable last = ready.remove(ready.size() - 1);
        if (drawn < ready.size()) {
            ready.set(drawn, last);
        }
        nanos += DEED_NANOS;
        deeds++;
        deed.run();
        return true;
    }
}
