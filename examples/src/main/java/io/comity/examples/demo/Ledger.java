package io.comity.examples.demo;

import io.comity.examples.process.ForkedJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;

/** Watches Alice's counters while the others act, and keeps the rows and the checks. */
final class Ledger {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** How long counters may lag behind what the others have seen of it. */
    private static final Duration SETTLE = Duration.ofSeconds(15);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final ForkedJvm alice;
    private final List<Row> rows = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    Ledger(ForkedJvm alice) {
        this.alice = alice;
    }

    /** Something that happened, and what Alice's node counted of it. */
    record Observed<T>(T result, Counts counts) {}

    /** Lets {@code deed} happen, waits until its result and the counters are {@code settled}, and writes a row. */
    <T> Observed<T> observe(Deed<T> deed, BiPredicate<T, Counts> settled) {
        Map<String, Long> before = counters();
        T result = deed.act().get();
        long dueNanos = System.nanoTime() + SETTLE.toNanos();
        Counts counts = Counts.between(before, counters());
        while (!settled.test(result, counts) && System.nanoTime() < dueNanos) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            counts = Counts.between(before, counters());
        }
        rows.add(new Row(deed.who(), deed.path(), deed.what(), deed.heard().apply(result), counts));
        return new Observed<>(result, counts);
    }

    void check(String what, long expected, long actual) {
        checks.add(new Check(what, expected, actual));
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    private Map<String, Long> counters() {
        return Lines.readCounters(alice.ask("counters", ANSWER));
    }
}
