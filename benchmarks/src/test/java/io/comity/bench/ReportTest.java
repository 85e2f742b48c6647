package io.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Work WORK = new Work(100, 1000, 250);
    private static final Schedule SCHEDULE = new Schedule(Duration.ofSeconds(2), Duration.ZERO, 2);

    @Test
    void printsBothFiguresWithEveryRatio() {
        assertThat(compared().table().lines().filter(line -> line.startsWith("one way")))
                .singleElement()
                .asString()
                .matches("one way, messages/s +600 000 +200 000  3\\.00 \\(2\\.00 – 4\\.00\\)");
    }

    @Test
    void saysTheSameNumbersInJson() {
        JsonNode json = compared().json();
        assertThat(json.at("/ours/oneWayMessagesPerSecond/median").asDouble()).isEqualTo(600_000);
        assertThat(json.at("/peer/oneWayMessagesPerSecond/median").asDouble()).isEqualTo(200_000);
        assertThat(json.at("/ratio/oneWayMessagesPerSecond/median").asDouble()).isEqualTo(3);
        assertThat(json.at("/ratio/oneWayMessagesPerSecond/rounds")).hasSize(2);
        assertThat(json.at("/ratio/ask1P50Micros/median").asDouble()).isEqualTo(2);
        assertThat(json.at("/ours/oneWayCpuMicrosPerMessage/median").asDouble()).isEqualTo(5);
        assertThat(json.at("/ours/name").asText()).isEqualTo("plain-artery");
        assertThat(json.at("/sizeBytes").asInt()).isEqualTo(100);
        for (Measure measure : Measure.values()) {
            assertThat(json.at("/ours/" + measure.json + "/rounds")).hasSize(2);
        }
    }

    @Test
    void hasNoRatioWithoutAPeer() {
        Report alone = new Report(
                new Settings(Side.of(Contender.PLAIN_ARTERY), Optional.empty(), WORK, SCHEDULE),
                List.of(turn(400_000, 100)),
                List.of());
        assertThat(alone.json().has("ratio")).isFalse();
        assertThat(alone.table()).doesNotContain("ratio").contains("400 000");
    }

    private static Report compared() {
        return new Report(
                new Settings(
                        Side.of(Contender.PLAIN_ARTERY), Optional.of(Side.of(Contender.ARTERY_TLS)), WORK, SCHEDULE),
                List.of(turn(400_000, 100), turn(800_000, 100)),
                List.of(turn(200_000, 200), turn(200_000, 200)));
    }

    private static Turn turn(long messagesInASecond, long micros) {
        Asker.Calls calls = new Asker.Calls(10, 1_000_000, micros * 1000, micros * 2000);
        return new Turn(new Source.Flow(messagesInASecond, 1_000_000_000), messagesInASecond * 5_000, calls, calls);
    }
}
