package io.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void isZeroWhenNothingWasAdded() {
        assertThat(latencies.percentile(0.99)).isZero();
    }

    @Test
    void findsPercentilesWithinTwoPercentOverNineDecades() {
        for (long unit = 1; unit <= 1_000_000_000L; unit *= 10) {
            Latencies decade = new Latencies();
            for (int i = 1; i <= 1000; i++) {
                decade.add(i * unit);
            }
            assertThat(decade.percentile(0.50)).isCloseTo(500 * unit, withPercentage(1.6));
            assertThat(decade.percentile(0.99)).isCloseTo(990 * unit, withPercentage(1.6));
        }
    }

    @Test
    void countsALongerOneThanTheLongestAsTheLongest() {
        latencies.add(Latencies.MAX_NANOS);
        latencies.add(Latencies.MAX_NANOS + 1);
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.total()).isEqualTo(3);
        assertThat(latencies.percentile(1)).isCloseTo(Latencies.MAX_NANOS, withPercentage(1.6));
    }

    @Test
    void countsAClockThatStepsBackAsNothing() {
        latencies.add(-5);
        assertThat(latencies.percentile(0.5)).isZero();
    }
}
