package io.comity.artery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void acceptsEachCounterOnce() {
        assertThat(window.accept(0)).isTrue();
        assertThat(window.accept(0)).isFalse();
        assertThat(window.accept(5)).isTrue();
        assertThat(window.accept(4)).isTrue();
        assertThat(window.accept(4)).isFalse();
        assertThat(window.accept(5)).isFalse();
    }

    @Test
    void acceptsTheOldestInTheWindowAndNotOneOlder() {
        window.accept(1_000);
        assertThat(window.accept(1_000 - ReplayWindow.WIDTH + 1)).isTrue();
        assertThat(window.accept(1_000 - ReplayWindow.WIDTH)).isFalse();
    }

    @Test
    void survivesALeapAndRefusesNegativeCounters() {
        assertThat(window.accept(3)).isTrue();
        assertThat(window.accept(Long.MAX_VALUE)).isTrue();
        assertThat(window.accept(Long.MAX_VALUE)).isFalse();
        assertThat(window.accept(3)).isFalse();
        assertThat(window.accept(-1)).isFalse();
    }

    @Test
    void neverAcceptsTwiceWhateverTheOrder() {
        Random random = new Random(7);
        Set<Long> accepted = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            long counter = Math.max(0, i / 4 + random.nextInt(200) - 100);
            if (window.accept(counter)) {
                assertThat(accepted.add(counter)).as("counter %d", counter).isTrue();
            }
        }
        assertThat(accepted).hasSizeGreaterThan(5_000);
    }
}
