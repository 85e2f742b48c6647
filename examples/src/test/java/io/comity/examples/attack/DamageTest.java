package io.comity.examples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamageTest {
    private final byte[] recorded = new byte[1_000];

    @Test
    void flipsExactlyOneBitOfEachCopy() {
        List<byte[]> damaged = Damage.flipped(recorded, 100, 40, new Random(1));
        assertThat(damaged)
                .hasSize(40)
                .allSatisfy(copy -> assertThat(bits(copy, 0, copy.length)).isEqualTo(1));
    }

    @Test
    void flipsHalfOfThemInTheOpening() {
        List<byte[]> damaged = Damage.flipped(recorded, 100, 40, new Random(1));
        assertThat(damaged.subList(0, 20))
                .allSatisfy(copy -> assertThat(bits(copy, 0, 100)).isEqualTo(1));
    }

    @Test
    void aRecordingShorterThanTheOpeningIsFlippedInside() {
        assertThat(Damage.flipped(new byte[1], 100, 4, new Random(1))).hasSize(4);
    }

    private static int bits(byte[] bytes, int from, int to) {
        int bits = 0;
        for (int i = from; i < to; i++) {
            bits += Integer.bitCount(bytes[i] & 0xff);
        }
        return bits;
    }
}
