package io.comity.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.transport.stream.FrameReader.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
    private static final int BOUND = 100;

    private final FrameReader reader = new FrameReader(BOUND);

    @Test
    void aFrameThatComesByteByByteIsReadWhole() {
        byte[] bytes = {0, 0, 0, 3, 7, 8, 9};
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(reader.read(Unpooled.wrappedBuffer(bytes, i, 1))).isEqualTo(Progress.INCOMPLETE);
        }
        assertThat(reader.read(Unpooled.wrappedBuffer(bytes, bytes.length - 1, 1)))
                .isEqualTo(Progress.FRAME);
        assertThat(Arrays.copyOf(reader.frame(), reader.length())).containsExactly(7, 8, 9);
    }

    @Test
    void twoFramesInOnePieceAreReadOneAfterTheOther() {
        ByteBuf both = Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 1, 5, 0, 0, 0, 2, 6, 7});
        assertThat(reader.read(both)).isEqualTo(Progress.FRAME);
        assertThat(Arrays.copyOf(reader.frame(), reader.length())).containsExactly(5);
        reader.next();
        assertThat(reader.read(both)).isEqualTo(Progress.FRAME);
        assertThat(Arrays.copyOf(reader.frame(), reader.length())).containsExactly(6, 7);
    }

    @Test
    void aFrameAtTheBoundIsReadAndOnePastItIsRefusedBeforeItsBytesCome() {
        ByteBuf at = Unpooled.buffer().writeInt(BOUND).writeZero(BOUND);
        assertThat(reader.read(at)).isEqualTo(Progress.FRAME);
        assertThat(new FrameReader(BOUND).read(Unpooled.buffer().writeInt(BOUND + 1)))
                .isEqualTo(Progress.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aLengthThatNoFrameHasIsRefused(int length) {
        assertThat(reader.read(Unpooled.buffer().writeInt(length))).isEqualTo(Progress.REFUSED);
    }

    @Test
    void theBoundMayBeRaisedBetweenFrames() {
        reader.allow(BOUND + 1);
        assertThat(reader.read(Unpooled.buffer().writeInt(BOUND + 1).writeZero(BOUND + 1)))
                .isEqualTo(Progress.FRAME);
    }
}
