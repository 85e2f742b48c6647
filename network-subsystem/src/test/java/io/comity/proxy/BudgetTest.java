package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BudgetTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Begins where a clock that overflows would be noticed. */
    private long now = Long.MAX_VALUE - 1;

    private final Budget budget = new Budget(3, SECOND, now);

    private int taken() {
        int taken = 0;
        while (budget.take(now)) {
            taken++;
        }
        return taken;
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    @Test
    void asManyAsMayBeAtOnceAndNotOneMore() {
        assertThat(taken()).isEqualTo(3);
        assertThat(budget.take(now)).isFalse();
    }

    @Test
    void oneMoreWhenItsTimeHasPassed() {
        taken();
        passes(SECOND.minusNanos(1));
        assertThat(budget.take(now)).isFalse();
        passes(Duration.ofNanos(1));
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void timeThatDidNotEarnAWholeOneCounts() {
        taken();
        passes(SECOND.plus(SECOND.dividedBy(2)));
        assertThat(taken()).isEqualTo(1);
        passes(SECOND.dividedBy(2));
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void patienceIsNotSavedUp() {
        taken();
        passes(Duration.ofDays(10));
        assertThat(taken()).isEqualTo(3);
        passes(SECOND.minusNanos(1));
        assertThat(budget.take(now)).isFalse();
    }
}
