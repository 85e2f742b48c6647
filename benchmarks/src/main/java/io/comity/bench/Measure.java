package io.comity.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Everything the bench measures, in the order of its table; the JSON uses the same names. */
enum Measure {
    ONE_WAY(
            "oneWayMessagesPerSecond",
            "one way, messages/s",
            true,
            turn -> turn.oneWay().perSecond()),
    ONE_WAY_CPU("oneWayCpuMicrosPerMessage", "  CPU of both ends, µs each", false, Turn::cpuMicrosPerMessage),
    ASK_1(
            "ask1CallsPerSecond",
            "ask, 1 in flight, calls/s",
            true,
            turn -> turn.ask1().perSecond()),
    ASK_1_P50("ask1P50Micros", "  half within, µs", false, turn -> turn.ask1().p50Nanos() / 1000.0),
    ASK_1_P99("ask1P99Micros", "  99 % within, µs", false, turn -> turn.ask1().p99Nanos() / 1000.0),
    ASK_16(
            "ask16CallsPerSecond",
            "ask, 16 in flight, calls/s",
            true,
            turn -> turn.ask16().perSecond()),
    ASK_16_P50(
            "ask16P50Micros", "  half within, µs", false, turn -> turn.ask16().p50Nanos() / 1000.0),
    ASK_16_P99(
            "ask16P99Micros", "  99 % within, µs", false, turn -> turn.ask16().p99Nanos() / 1000.0);

    final String json;
    final String label;
    private final boolean moreIsBetter;

    @SuppressWarnings("ImmutableEnumChecker") // a pure function
    private final ToDoubleFunction<Turn> of;

    Measure(String json, String label, boolean moreIsBetter, ToDoubleFunction<Turn> of) {
        this.json = json;
        this.label = label;
        this.moreIsBetter = moreIsBetter;
        this.of = of;
    }

    Figures figures(List<Turn> turns) {
        return Figures.of(turns, of);
    }

    /**
     * How many times as good {@code ours} is as {@code theirs}, above 1 when ours is better: rates are divided by theirs,
     * times divide theirs.
     *
     * @return the ratio of the medians, and that of each round
     */
    Figures ratio(Figures ours, Figures theirs) {
        List<Double> rounds = IntStream.range(0, ours.rounds().size())
                .mapToObj(i -> ratio(ours.rounds().get(i), theirs.rounds().get(i)))
                .toList();
        return new Figures(ratio(ours.median(), theirs.median()), rounds);
    }

    private double ratio(double ours, double theirs) {
        return moreIsBetter ? ours / theirs : theirs / ours;
    }
}
