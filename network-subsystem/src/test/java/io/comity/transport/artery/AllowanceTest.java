package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    private long now;

    @Test
    void givesItsBurstAndNotOneMoreUntilTimePasses() {
        Allowance allowance = new Allowance(3, 2, () -> now);
        for (int i = 0; i < 3; i++) {
            assertThat(allowance.spend()).isTrue();
        }
        assertThat(allowance.spend()).isFalse();
        now += 499_999_999;
        assertThat(allowance.spend()).isFalse();
        now += 1;
        assertThat(allowance.spend()).isTrue();
        assertThat(allowance.spend()).isFalse();
    }

    @Test
    void savesNoMoreThanItsBurst() {
        Allowance allowance = new Allowance(2, 100, () -> now);
        now += 3_600_000_000_000L;
        assertThat(allowance.spend()).isTrue();
        assertThat(allowance.spend()).isTrue();
        assertThat(allowance.spend()).isFalse();
    }
}
