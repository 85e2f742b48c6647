package io.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RangesTest {
    @Test
    void takesTheSmallestAndTheLargestMessage() {
        assertThat(new Work(16, 1, 1).payload()).hasSize(8);
        assertThat(new Work(32_768, 100_000, 100_000).payload()).hasSize(32_760);
    }

    @Test
    void refusesOneByteLessOrMoreAndSaysTheRange() {
        assertThatThrownBy(() -> new Work(15, 10, 10)).hasMessage("--size must be from 16 to 32768, not 15");
        assertThatThrownBy(() -> new Work(32_769, 10, 10)).hasMessageContaining("not 32769");
    }

    @Test
    void refusesAWindowThatDoesNotComeBackWhole() {
        assertThatThrownBy(() -> new Work(100, 1000, 300)).hasMessageContaining("multiple of --batch (300)");
        assertThatThrownBy(() -> new Work(100, 10, 11)).hasMessage("--batch must be from 1 to 10, not 11");
    }

    @Test
    void refusesNoTimeAndNoRounds() {
        assertThatThrownBy(() -> new Schedule(Duration.ZERO, Duration.ZERO, 1)).hasMessageContaining("--seconds");
        assertThatThrownBy(() -> new Schedule(Duration.ofSeconds(1), Duration.ZERO, 0))
                .hasMessage("--rounds must be from 1 to 100, not 0");
        assertThatThrownBy(() -> new Schedule(Duration.ofSeconds(1), Duration.ZERO, 101))
                .hasMessageContaining("not 101");
    }

    @Test
    void spreadsTheTimeOverTheRoundsAndGivesAsksAQuarter() {
        Schedule schedule = new Schedule(Duration.ofSeconds(10), Duration.ZERO, 5);
        assertThat(schedule.oneWayTurn()).isEqualTo(Duration.ofSeconds(2));
        assertThat(schedule.askTurn()).isEqualTo(Duration.ofMillis(500));
    }
}
