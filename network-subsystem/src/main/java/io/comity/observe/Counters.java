package io.comity.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one node; any thread may add. */
public final class Counters {
    private final LongAdder[] adders = new LongAdder[Counter.values().length];

    public Counters() {
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
    }

    public void add(Counter counter) {
        adders[counter.ordinal()].increment();
    }

    public void add(Counter counter, long count) {
        adders[counter.ordinal()].add(count);
    }

    public long get(Counter counter) {
        return adders[counter.ordinal()].sum();
    }

    /** Every counter by its label, in the order of {@link Counter}. */
    public Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            snapshot.put(counter.label(), get(counter));
        }
        return snapshot;
    }
}
