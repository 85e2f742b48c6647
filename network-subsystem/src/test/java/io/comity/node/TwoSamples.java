package io.comity.node;

import java.util.Arrays;

/**
 * Two samples of times and whether they could be of one distribution, by two tests without assumptions about its shape: the
 * two-sample test of Kolmogorov and Smirnov (any difference) and that of Mann and Whitney (one tends to be larger).
 *
 * <p>When chance alone decided which of the two each measurement went to, both are exact whatever the machine was doing
 * meanwhile: a pause hits both alike. So the bar can be high, {@value #CHANCE} for each test, and still not be reached by accident.
 */
final class TwoSamples {
    /** How probable it is that one test cries wolf. */
    static final double CHANCE = 1e-6;

    /** Of the normal distribution, both sides, for {@link #CHANCE}. */
    private static final double MAX_DEVIATIONS = 4.892;

    private final double[] one;
    private final double[] other;

    TwoSamples(double[] one, double[] other) {
        this.one = sorted(one);
        this.other = sorted(other);
    }

    private static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** The largest distance between the two empirical distributions, 0 to 1. */
    double distance() {
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            double at = Math.min(one[i], other[j]);
            while (i < one.length && one[i] <= at) {
                i++;
            }
            while (j < other.length && other[j] <= at) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / one.length - (double) j / other.length));
        }
        return largest;
    }

    /** The distance that chance alone exceeds as seldom as {@link #CHANCE} (Smirnov's limit). */
    double maxDistance() {
        double n = (double) one.length * other.length / (one.length + other.length);
        return Math.sqrt(-0.5 * Math.log(CHANCE / 2) / n);
    }

    /** By how many standard deviations the second is larger than the first (U, normal approximation); ties count half. */
    double deviations() {
        double larger = 0;
        int below = 0;
        int upTo = 0;
        for (double value : other) {
            while (below < one.length && one[below] < value) {
                below++;
            }
            while (upTo < one.length && one[upTo] <= value) {
                upTo++;
            }
            larger += (below + upTo) / 2.0;
        }
        double pairs = (double) one.length * other.length;
        return (larger - pairs / 2) / Math.sqrt(pairs * (one.length + other.length + 1) / 12);
    }

    /** Whether either test says so. */
    boolean differ() {
        return distance() > maxDistance() || Math.abs(deviations()) > MAX_DEVIATIONS;
    }

    double median() {
        return one[one.length / 2];
    }

    double otherMedian() {
        return other[other.length / 2];
    }

    /** The least delay of the second sample, in steps of a hundredth of the median, at which the tests would tell them apart. */
    double resolution() {
        for (int step = 1; step <= 1_000; step++) {
            double delay = median() * step / 100;
            if (new TwoSamples(
                            one, Arrays.stream(other).map(time -> time + delay).toArray())
                    .differ()) {
                return delay;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
