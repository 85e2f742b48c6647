package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.transport.Wire;
import org.junit.jupiter.api.Test;

class AntechamberTest {
    private final Antechamber early = new Antechamber();

    @Test
    void holdsAsManyFramesAsItMayAndNotOneMore() {
        for (int i = 0; i < Antechamber.MAX_FRAMES; i++) {
            assertThat(early.hold(new byte[1])).isTrue();
        }
        assertThat(early.hold(new byte[1])).isFalse();
        early.takeFrame();
        assertThat(early.hold(new byte[1])).isTrue();
    }

    @Test
    void holdsTwoOfTheLongestFramesAndNotThree() {
        assertThat(early.hold(new byte[Wire.MAX_HANDSHAKE_FRAME_BYTES])).isTrue();
        assertThat(early.hold(new byte[Wire.MAX_HANDSHAKE_FRAME_BYTES])).isTrue();
        assertThat(early.hold(new byte[Wire.MAX_HANDSHAKE_FRAME_BYTES])).isFalse();
    }

    @Test
    void holdsOneRecord() {
        Antechamber.Record record = new Antechamber.Record(new byte[10], 2, 3);
        assertThat(early.hold(record)).isTrue();
        assertThat(early.hold(record)).isFalse();
        assertThat(early.takeRecord()).isSameAs(record);
        assertThat(early.isEmpty()).isTrue();
    }
}
