package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    @Test
    void allowsOneItemOfEveryKind() {
        for (String hex : new String[] {"00", "20", "40", "60", "80", "f4", "f5", "f6", "85012041006161f6"}) {
            assertThat(Canonical.check(HexFormat.of().parseHex(hex))).as(hex).isNull();
        }
    }

    @Test
    void refusesNoItemTwoItemsAndAnUnfinishedOne() {
        assertThat(check("")).isEqualTo(Fault.TRUNCATED);
        assertThat(check("0000")).isEqualTo(Fault.TRAILING);
        assertThat(check("820100ff")).isEqualTo(Fault.TRAILING);
        assertThat(check("8201")).isEqualTo(Fault.TRUNCATED);
        assertThat(check("81a0")).isEqualTo(Fault.MAP);
        assertThat(check("81c100")).isEqualTo(Fault.TAG);
    }

    @Test
    void allowsTheGreatestDepthAndRefusesOneMore() {
        assertThat(check("81".repeat(Canonical.MAX_DEPTH - 1) + "80")).isNull();
        assertThat(check("81".repeat(Canonical.MAX_DEPTH) + "80")).isEqualTo(Fault.TOO_DEEP);
        assertThat(check("81".repeat(60_000))).isEqualTo(Fault.TOO_DEEP);
    }

    @Test
    void allowsTheMostItemsAndRefusesOneMore() {
        int elements = Canonical.MAX_ITEMS - 1;
        assertThat(check("99%04x".formatted(elements) + "00".repeat(elements))).isNull();
        assertThat(check("99%04x".formatted(elements + 1) + "00".repeat(elements + 1)))
                .isEqualTo(Fault.TOO_MANY);
        assertThat(check("82" + ("99%04x".formatted(elements / 2 + 1) + "00".repeat(elements / 2 + 1)).repeat(2)))
                .isEqualTo(Fault.TOO_MANY);
    }

    @Test
    void allowsTheGreatestSizeAndRefusesOneByteMore() {
        int content = Canonical.MAX_BYTES - 3;
        assertThat(check("59%04x".formatted(content) + "00".repeat(content))).isNull();
        assertThat(check("59%04x".formatted(content + 1) + "00".repeat(content + 1)))
                .isEqualTo(Fault.TOO_LONG);
    }

    private static @org.jspecify.annotations.Nullable Fault check(String hex) {
        return Canonical.check(HexFormat.of().parseHex(hex));
    }
}
