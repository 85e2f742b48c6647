package io.comity.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few visits of what {@code comity soak} does for an hour. */
final class SoakBenchTest {
    private static final int VISITORS = 22;
    private static final int ANSWERS_EACH = 2_000;

    /** A connection is two or three files of the node, and a session no thread. */
    private static final int NOISE = 25;

    @Test
    void everybodyIsServedAndLeavesNeitherThreadsNorFiles() {
        List<String> progress = new ArrayList<>();
        SoakReport report = SoakBench.run(new SoakSettings(5, 0), VISITORS, progress::add);
        assertThat(report.visitors()).isEqualTo(VISITORS);
        assertThat(report.answers()).isEqualTo(VISITORS * ANSWERS_EACH);
        assertThat(report.unheard()).isZero();
        assertThat(progress).hasSize(VISITORS + 1);
        Sample first = report.samples().get(1);
        Sample last = report.samples().get(VISITORS - 1);
        assertThat(last.threads() - first.threads()).isLessThan(NOISE);
        assertThat(last.files() - first.files()).isLessThan(NOISE);
    }
}
