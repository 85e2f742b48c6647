package io.comity.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<String> told = new ArrayList<>();
    private final Progress progress = new Progress(1_000, told::add);

    @Test
    void tellsEachTenthOnce() {
        for (int bytes = 1; bytes <= 1_000; bytes++) {
            progress.hear(BobMain.PROGRESS + "tcp " + bytes);
        }
        assertThat(told).hasSize(10);
        assertThat(told.get(9)).isEqualTo("  Bob streams over tcp: 1000 of 1000 bytes (100 %)");
    }

    @Test
    void beginsAnewOnAnotherPathAndIgnoresOtherEvents() {
        progress.hear("something else");
        progress.hear(BobMain.PROGRESS + "tcp 1000");
        progress.hear(BobMain.PROGRESS + "artery-tls 100");
        assertThat(told).hasSize(2);
    }
}
