package io.comity.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final int MANY = 1_000;

    @Test
    void drawsTheSameFromTheSameSeed() {
        assertThat(blows(7)).isEqualTo(blows(7)).isNotEqualTo(blows(8));
    }

    @Test
    void drawsEveryKindWithinItsBounds() {
        Set<Cut> drawn = EnumSet.noneOf(Cut.class);
        for (Plan.Blow blow : blows(1)) {
            drawn.add(blow.cut());
            assertThat(blow.pause()).isBetween(Duration.ZERO, Plan.MAX_PAUSE);
            assertThat(blow.outage())
                    .isBetween(Duration.ZERO, blow.cut() == Cut.STALL ? Plan.MAX_STALL : Plan.MAX_OUTAGE);
        }
        assertThat(drawn).containsExactlyInAnyOrder(Cut.values());
    }

    @Test
    void sharesAddUp() {
        assertThat(Arrays.stream(Cut.values()).mapToInt(cut -> cut.share).sum()).isEqualTo(Cut.OF);
    }

    @Test
    void pausesLongerWhenMessagesAreToLastLonger() {
        Plan plan = new Plan(1);
        assertThat(Stream.generate(() -> plan.next(Duration.ofSeconds(10))).limit(MANY))
                .anyMatch(blow -> blow.pause().compareTo(Plan.MAX_PAUSE) > 0);
    }

    private static List<Plan.Blow> blows(long seed) {
        Plan plan = new Plan(seed);
        return Stream.generate(() -> plan.next(Duration.ZERO)).limit(MANY).toList();
    }
}
