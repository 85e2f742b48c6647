package io.comity.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run, of which `comity bench chaos --cuts 1000` is the long one. */
class ChaosBenchTest {
    private static final int CUTS = 30;
    private static final long MESSAGES = 10_000;

    /** Its first cuts are of every kind, and both ways to switch. */
    private static final long SEED = 4;

    @Test
    void aSessionLosesRepeatsAndReordersNothingHoweverItsLinksAreCut() {
        List<String> progress = new ArrayList<>();
        ChaosReport report =
                ChaosBench.run(new ChaosSettings(CUTS, MESSAGES, List.of("tcp", "tls"), SEED), progress::add);
        assertThat(report.directions()).hasSize(2).allSatisfy(direction -> {
            assertThat(direction.sent()).isGreaterThanOrEqualTo(MESSAGES);
            assertThat(direction.isClean()).as(direction.toString()).isTrue();
        });
        assertThat(cuts(report)).isEqualTo(CUTS);
        assertThat(Arrays.stream(Cut.values())
                        .map(cut -> report.recoveries().of(cut).count()))
                .allMatch(made -> made > 0);
        assertThat((long) report.recoveries().moved())
                .isEqualTo(report.recoveries().of(Cut.SWITCH).count());
        assertThat(progress).anyMatch(line -> line.startsWith("cut 30 of 30"));
        saysTheSame(report);
    }

    private static long cuts(ChaosReport report) {
        return Arrays.stream(Cut.values())
                .mapToLong(cut -> report.recoveries().of(cut).count())
                .sum();
    }

    private static void saysTheSame(ChaosReport report) {
        JsonNode json = report.json();
        assertThat(json.at("/clean").asBoolean()).isTrue();
        assertThat(json.at("/seed").asLong()).isEqualTo(SEED);
        assertThat(json.at("/directions/left to right/lost").asLong(-1)).isZero();
        assertThat(report.table())
                .contains("seed " + SEED, "comity.connection.heartbeat = 250ms", "once and in order")
                .contains(json.at("/directions/left to right/received").asText());
    }
}
