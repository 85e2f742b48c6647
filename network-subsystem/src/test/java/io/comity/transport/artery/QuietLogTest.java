package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietLogTest {
    @Test
    void saysAFewLinesASecondAndNotOneMore() {
        QuietLog log = new QuietLog();
        for (int i = 0; i < QuietLog.LINES_PER_SECOND; i++) {
            assertThat(log.spend(1)).isTrue();
        }
        assertThat(log.spend(1)).isFalse();
        assertThat(log.spend(2)).isTrue();
    }

    @Test
    void isSilentAboutBadFrames() throws ClassNotFoundException {
        QuietLog log = new QuietLog();
        Class<?> stage = Class.forName("akka.remote.artery.Deserializer");
        assertThat(log.isErrorEnabled(stage, "any")).isFalse();
        assertThat(log.isErrorEnabled(Object.class, "any")).isTrue();
        assertThat(log.isInfoEnabled(Object.class, "any")).isFalse();
    }
}
