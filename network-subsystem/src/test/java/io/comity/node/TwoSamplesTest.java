package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TwoSamplesTest {
    private static double[] normal(long seed, int size, double mean, double deviation) {
        Random random = new Random(seed);
        return IntStream.range(0, size)
                .mapToDouble(i -> mean + deviation * random.nextGaussian())
                .toArray();
    }

    @Test
    void measuresTheDistanceAndTheOrderOfSmallSamples() {
        TwoSamples apart = new TwoSamples(new double[] {1, 2, 3}, new double[] {4, 5, 6});
        assertThat(apart.distance()).isEqualTo(1);
        assertThat(apart.deviations()).isCloseTo(4.5 / Math.sqrt(9 * 7 / 12.0), within(1e-9));
        TwoSamples mixed = new TwoSamples(new double[] {1, 2, 3, 4}, new double[] {2, 3, 4, 5});
        assertThat(mixed.distance()).isEqualTo(0.25);
        TwoSamples equal = new TwoSamples(new double[] {1, 2, 2, 3}, new double[] {1, 2, 2, 3});
        assertThat(equal.distance()).isZero();
        assertThat(equal.deviations()).isZero();
    }

    @Test
    void doesNotTellApartWhatIsOfOneDistribution() {
        for (int seed = 0; seed < 50; seed++) {
            TwoSamples same = new TwoSamples(normal(seed, 1_000, 100, 10), normal(1_000 + seed, 1_000, 100, 10));
            assertThat(same.differ()).as("seed %s", seed).isFalse();
        }
    }

    @Test
    void tellsApartWhatIsShiftedOrWider() {
        assertThat(new TwoSamples(normal(1, 1_000, 100, 10), normal(2, 1_000, 105, 10)).differ())
                .isTrue();
        TwoSamples wider = new TwoSamples(normal(1, 1_000, 100, 10), normal(2, 1_000, 100, 20));
        assertThat(wider.differ()).as("by distance alone").isTrue();
        assertThat(Math.abs(wider.deviations())).isLessThan(3);
    }

    @Test
    void knowsWhatItCouldNotSee() {
        TwoSamples same = new TwoSamples(normal(1, 1_000, 100, 10), normal(2, 1_000, 100, 10));
        assertThat(same.resolution()).isBetween(1.0, 5.0);
    }
}
