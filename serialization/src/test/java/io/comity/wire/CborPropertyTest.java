package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@code encode(decode(x)) equals x}, for values and for what malice makes of them. Each case is replayed by its number:
 * it seeds the generator, and a failure names it together with the bytes.
 */
class CborPropertyTest {
    private static final int ROUND_TRIPS = 50_000;
    private static final int MUTATIONS = 250_000;
    private static final int DEPTH = 5;

    private final CborWriter out = new CborWriter(64, 1 << 20);

    @Test
    void whatIsWrittenReadsBackAsItWas() {
        for (long seed = 0; seed < ROUND_TRIPS; seed++) {
            Object item = RandomItem.grow(new Random(seed), DEPTH);
            byte[] encoded = encode(item);
            CborReader in = new CborReader(encoded, 0, encoded.length);
            assertThat(RandomItem.read(in, DEPTH)).as("seed %d", seed).isEqualTo(item);
            assertThat(in.finish()).as("seed %d", seed).isNull();
            assertThat(Canonical.check(encoded)).as("seed %d", seed).isNull();
        }
    }

    @Test
    void whatIsReadWithoutAFaultReEncodesToTheSameBytes() {
        int survivors = 0;
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] bytes = mutated(new Random(seed));
            CborReader in = new CborReader(bytes, 0, bytes.length);
            Object item = RandomItem.read(in, Canonical.MAX_DEPTH);
            Fault fault = in.finish();
            survivors += fault == null ? 1 : 0;
            if (fault == null && !Arrays.equals(encode(item), bytes)) {
                throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes));
            }
            if ((fault == null) != (Canonical.check(bytes) == null)) {
                throw new AssertionError("seed " + seed + ": the walk disagrees, the reader says " + fault);
            }
        }
        assertThat(survivors)
                .as("the mutations are neither all harmless nor all fatal")
                .isBetween(1_000, 240_000);
    }

    private byte[] encode(@org.jspecify.annotations.Nullable Object item) {
        out.reset();
        RandomItem.write(out, item);
        return out.toByteArray();
    }

    /** A valid encoding, cut, grown, overwritten or shuffled in up to three places. */
    private byte[] mutated(Random random) {
        byte[] bytes = encode(RandomItem.grow(random, DEPTH));
        for (int times = random.nextInt(3); times >= 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
                default -> bytes = splice(bytes, at, RandomItem.bytes(random, random.nextInt(4)));
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int at, byte[] inserted) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + inserted.length);
        System.arraycopy(bytes, at, longer, at + inserted.length, bytes.length - at);
        System.arraycopy(inserted, 0, longer, at, inserted.length);
        return longer;
    }
}
