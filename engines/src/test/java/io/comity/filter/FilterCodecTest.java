package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code -Dcomity.filter.seed=N} repeats a run. */
final class FilterCodecTest {
    private static final long SEED = Long.getLong("comity.filter.seed", System.nanoTime());

    @Test
    void comesBackAsItWas() {
        RandomFilters filters = new RandomFilters(new Random(SEED));
        for (int i = 0; i < 4_000; i++) {
            Filter filter = filters.filter(1 + i % 6);
            assertThat(Filter.decode(filter.encode()).toOptional())
                    .as("seed %s: %s", SEED, filter.text())
                    .contains(filter);
        }
    }

    /** Whatever is accepted is the one form of what it says; nothing throws. */
    @Test
    void hostileBytesAreRefusedOrCanonical() {
        Random random = new Random(SEED);
        RandomFilters filters = new RandomFilters(random);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = filters.filter(1 + i % 4).encode().toArray();
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Bytes altered = Bytes.of(Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(3)));
            if (Filter.decode(altered) instanceof Parsed.Accepted<Filter> read) {
                accepted++;
                assertThat(read.value().encode())
                        .as("seed %s: %s", SEED, altered.toHex())
                        .isEqualTo(altered);
            }
        }
        assertThat(accepted).isPositive();
    }

    @Test
    void otherFormsOfTheSameAreRefused() {
        assertThat(List.of(
                        "8201830262426261624161", // names as bytes
                        "82018302616261 61".replace(" ", ""), // types not sorted
                        "820183026161" + "6161", // a type twice
                        "820184048161618200058200 05".replace(" ", ""), // a value twice
                        "8201840481616182000582000 3".replace(" ", ""), // values not sorted
                        "82018404816161820005" + "8202484014000000000000", // 5 and 5.0
                        "820183048161 61820005".replace(" ", ""), // an in of one
                        "8201830782000681616182068161 61".replace(" ", ""),
                        "820183078307 8100 8100 8100".replace(" ", ""), // an and in an and
                        "82018207 8100".replace(" ", ""), // an and of one
                        "8201840381616100820148 0000000000000001".replace(" ", ""), // a big number that is small
                        "82018403816161008202488000000000000000", // -0
                        "82018403816161008202487ff8000000000000", // NaN
                        "82018403816161068200 05".replace(" ", ""), // no such operator
                        "8202 8100".replace(" ", ""), // no such version
                        "820181 0a".replace(" ", ""), // no such filter
                        "8201810000")) // more after it
                .allSatisfy(hex -> assertThat(Filter.decode(Bytes.ofHex(hex))).isInstanceOf(Parsed.Refused.class));
    }

    @Test
    void nestingIsBoundedBeforeItIsFollowed() {
        byte[] nested = new byte[2 + 2 * 4_000];
        nested[0] = (byte) 0x82;
        nested[1] = 1;
        for (int i = 2; i < nested.length; i += 2) {
            nested[i] = (byte) 0x82;
            nested[i + 1] = 9;
        }
        assertThat(Filter.decode(Bytes.of(nested))).isEqualTo(new Parsed.Refused<Filter>("not a filter: too deep"));
        assertThat(Filter.decode(Bytes.of(new byte[Filter.MAX_BYTES + 1])))
                .isEqualTo(new Parsed.Refused<Filter>("a filter has at most 16384 bytes"));
    }
}
