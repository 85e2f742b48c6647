package io.comity.bench.soak;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The line that runs closest to samples (least squares). */
final class Slope {
    private Slope() {}

    /** How much more an hour; 0 of fewer than two samples. */
    static double perHour(List<Sample> samples, ToDoubleFunction<Sample> value) {
        double hours = samples.stream().mapToDouble(Sample::hours).average().orElse(0);
        double mean = samples.stream().mapToDouble(value).average().orElse(0);
        double together = 0;
        double spread = 0;
        for (Sample sample : samples) {
            double distance = sample.hours() - hours;
            together += distance * (value.applyAsDouble(sample) - mean);
            spread += distance * distance;
        }
        return spread == 0 ? 0 : together / spread;
    }
}
