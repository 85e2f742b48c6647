package io.comity.bench.chaos;

import io.comity.bench.Latencies;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How long after each cut messages crossed again, both ways, by kind of cut. */
final class Recoveries {
    /** How many, and within which times 50 %, 99 % and all of them. */
    record Times(long count, long p50Nanos, long p99Nanos, long maxNanos) {}

    private static final class Kind {
        private final Latencies latencies = new Latencies();
        private long max;

        void add(long nanos) {
            latencies.add(nanos);
            max = Math.max(max, nanos);
        }

        Times times() {
            return new Times(
                    latencies.total(),
                    Math.min(latencies.percentile(0.5), max),
                    Math.min(latencies.percentile(0.99), max),
                    max);
        }
    }

    private final Map<Cut, Kind> kinds = new EnumMap<>(Cut.class);
    private final Kind healed = new Kind();
    private int moved;

    Recoveries() {
        for (Cut cut : Cut.values()) {
            kinds.put(cut, new Kind());
        }
    }

    void add(Cut cut, long nanos) {
        kind(cut).add(nanos);
        if (cut != Cut.SWITCH) {
            healed.add(nanos);
        }
    }

    /** A session went on through the other slot. */
    void addMove() {
        moved++;
    }

    int moved() {
        return moved;
    }

    Times of(Cut cut) {
        return kind(cut).times();
    }

    /** All but the switches, which wait for no healing. */
    Times afterHeal() {
        return healed.times();
    }

    private Kind kind(Cut cut) {
        return Objects.requireNonNull(kinds.get(cut));
    }
}
