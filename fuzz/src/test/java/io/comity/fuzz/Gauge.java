package io.comity.fuzz;

import com.sun.management.ThreadMXBean;
import io.comity.result.Results;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Runs one target on one input after the other, and holds each against the bounds that every input has, whatever it is: time
 * and memory. Not thread-safe.
 */
final class Gauge {
    /** No input may take longer. */
    static final long MAX_NANOS = 50_000_000;

    /** No input may make the program allocate more, garbage included. */
    static final long MAX_BYTES = 64L << 20;

    /** What a full run gives each target. */
    private static final long GOAL_INPUTS = 20_000_000;

    /** That the machine did something else, or loaded a class, is no fault of an input: only what it costs each time counts. */
    static final int TRIALS = 10;

    private static final Cost MOST = new Cost(MAX_NANOS, MAX_BYTES);

    private record Cost(long nanos, long bytes) {
        boolean isAllowed() {
            return nanos <= MAX_NANOS && bytes <= MAX_BYTES;
        }

        @Override
        public String toString() {
            return nanos / 1_000 + " us and " + bytes + " bytes of memory";
        }
    }

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzTarget target;
    private final long begunNanos = System.nanoTime();
    private long inputs;
    private long failures;
    private long slowestNanos;
    private long fattestBytes;

    Gauge(FuzzTarget target) {
        this.target = target;
    }

    void run(byte[] input) {
        inputs++;
        failures++;
        Cost cost = measure(input, System::nanoTime);
        for (int trial = 1; !cost.isAllowed() && trial < TRIALS; trial++) {
            cost = measure(input, THREADS::getCurrentThreadCpuTime);
        }
        if (!cost.isAllowed()) {
            throw new AssertionError("took " + cost + ", at most " + MOST + " are allowed");
        }
        failures--;
        slowestNanos = Math.max(slowestNanos, cost.nanos());
        fattestBytes = Math.max(fattestBytes, cost.bytes());
    }

    /** @param clock the wall's at first, which costs little to ask, and then that of this thread's work alone */
    private Cost measure(byte[] input, LongSupplier clock) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long begun = clock.getAsLong();
        target.judge(input);
        return new Cost(clock.getAsLong() - begun, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }

    /** Writes down what was seen, see {@link Results}. */
    void write(Results results) {
        double seconds = (System.nanoTime() - begunNanos) * 1e-9;
        results.atLeast("inputs", inputs, "inputs", GOAL_INPUTS)
                .atMost("failures", failures, "inputs", 0)
                .atMost("slowest input", slowestNanos * 1e-6, "ms", MAX_NANOS * 1e-6)
                .atMost("most allocated for an input", fattestBytes * 1e-6, "MB", MAX_BYTES * 1e-6)
                .figure("rate", inputs / seconds, "inputs/s")
                .write();
    }

    @Override
    public String toString() {
        return inputs + " inputs, " + failures + " failures, slowest " + slowestNanos / 1_000 + " us, fattest "
                + fattestBytes + " bytes";
    }
}
