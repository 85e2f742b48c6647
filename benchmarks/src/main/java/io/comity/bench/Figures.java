package io.comity.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One measure of one contender over all rounds.
 *
 * @param median of {@code rounds}: one disturbed round does not move it
 * @param rounds in order
 */
public record Figures(double median, List<Double> rounds) {
    public static <T> Figures of(List<T> turns, ToDoubleFunction<? super T> measure) {
        List<Double> rounds = turns.stream().map(measure::applyAsDouble).toList();
        return new Figures(median(rounds), rounds);
    }

    /** The middle one, or the mean of the two in the middle; there must be at least one. */
    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The least of all rounds. */
    public double min() {
        return Arrays.stream(toArray()).min().orElse(Double.NaN);
    }

    /** The most of all rounds. */
    public double max() {
        return Arrays.stream(toArray()).max().orElse(Double.NaN);
    }

    private double[] toArray() {
        return rounds.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
