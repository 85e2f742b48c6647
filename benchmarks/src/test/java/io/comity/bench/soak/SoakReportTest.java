package io.comity.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SoakReportTest {
    private static final long MIB = 1 << 20;

    /** An hour of samples, a minute apart, of a process that grows by so much. */
    private static List<Sample> growing(double mibPerHour, double threadsPerHour) {
        return growing(mibPerHour, 0, threadsPerHour);
    }

    private static List<Sample> growing(double mibPerHour, double heapMibPerHour, double threadsPerHour) {
        return IntStream.range(0, 60)
                .mapToObj(minute -> new Sample(
                        minute / 60.0,
                        (long) (200 * MIB + minute / 60.0 * mibPerHour * MIB),
                        MIB,
                        (long) (30 * MIB + minute / 60.0 * heapMibPerHour * MIB),
                        (long) (40 + minute / 60.0 * threadsPerHour),
                        100))
                .toList();
    }

    private static SoakReport report(int minutes, List<Sample> samples, long unheard) {
        return new SoakReport(SoakSettings.of(minutes), samples, 100, 1_000, unheard);
    }

    @Test
    void theSlopeIsThatOfTheLine() {
        assertThat(Slope.perHour(growing(7, 0), sample -> sample.residentBytes() / (double) MIB))
                .isCloseTo(7, within(0.001));
        assertThat(Slope.perHour(growing(7, 0), Sample::files)).isZero();
        assertThat(Slope.perHour(List.of(), Sample::files)).isZero();
    }

    @Test
    void anHourAfterTheWarmUpShowsWhatGrows() {
        assertThat(report(90, growing(1.9, 0), 0).isClean()).isTrue();
        assertThat(report(90, growing(2.1, 0), 0).isClean()).isFalse();
        assertThat(report(90, growing(0, 60), 0).isClean()).isFalse();
        assertThat(report(90, growing(0, 1.9, 0), 0).isClean()).isTrue();
        assertThat(report(90, growing(0, 2.1, 0), 0).isClean()).isFalse();
        assertThat(report(90, growing(0, 0), 1).isClean()).isFalse();
    }

    @Test
    void aShortRunIsNotJudgedByWhatGrows() {
        SoakReport report = report(89, growing(50, 0), 0);
        assertThat(report.isClean()).isTrue();
        assertThat(report.table()).contains("50.00").contains("90 minutes");
        assertThat(report(5, growing(0, 0), 1).isClean()).isFalse();
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> SoakSettings.of(0)).hasMessageContaining("--minutes");
        assertThatThrownBy(() -> new SoakSettings(5, 5)).hasMessageContaining("--warmup");
    }
}
