package io.comity.artery;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** How often each {@link Refusal} happened; any thread may count and look. */
public final class Refusals {
    private final LongAdder[] counts = new LongAdder[Refusal.values().length];

    private final LongConsumer total;

    /**
     * @param total is told of every change, as what to add
     */
    public Refusals(LongConsumer total) {
        this.total = total;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    public void count(Refusal refusal) {
        counts[refusal.ordinal()].increment();
        total.accept(1);
    }

    /** Takes back what the owner caused on purpose. */
    public void forgive(Refusal refusal, long times) {
        counts[refusal.ordinal()].add(-times);
        total.accept(-times);
    }

    public long of(Refusal refusal) {
        return counts[refusal.ordinal()].sum();
    }

    /** The counts that are not zero. */
    public Map<Refusal, Long> counts() {
        Map<Refusal, Long> seen = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            if (of(refusal) > 0) {
                seen.put(refusal, of(refusal));
            }
        }
        return seen;
    }
}
