package io.comity.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborWriterTest {
    private final CborWriter out = new CborWriter(0, 1024);

    /** RFC 8949 appendix A. */
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "10, 0a",
        "23, 17",
        "24, 1818",
        "25, 1819",
        "100, 1864",
        "255, 18ff",
        "256, 190100",
        "1000, 1903e8",
        "65535, 19ffff",
        "65536, 1a00010000",
        "1000000, 1a000f4240",
        "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000",
        "1000000000000, 1b000000e8d4a51000",
        "9223372036854775807, 1b7fffffffffffffff",
        "-1, 20",
        "-10, 29",
        "-24, 37",
        "-25, 3818",
        "-100, 3863",
        "-1000, 3903e7",
        "-9223372036854775808, 3b7fffffffffffffff"
    })
    void writesIntegersAsShortAsTheyGo(long value, String hex) {
        assertThat(hex(out.integer(value))).isEqualTo(hex);
        out.reset();
        assertThat(value < 0 || hex(out.uint(value)).equals(hex)).isTrue();
        assertThat(value < 0 || CborWriter.headSize(value) == hex.length() / 2).isTrue();
    }

    @Test
    void writesStringsArraysAndSimpleValuesAsTheRfcDoes() {
        assertThat(hex(out.bytes(HexFormat.of().parseHex("01020304")))).isEqualTo("4401020304");
        out.reset();
        assertThat(hex(out.text("IETF"))).isEqualTo("6449455446");
        out.reset();
        assertThat(hex(out.text("\u00fc").text("\u6c34").text("\ud800\udd51"))).isEqualTo("62c3bc63e6b0b464f0908591");
        out.reset();
        assertThat(hex(out.array(3).uint(1).array(2).uint(2).uint(3).array(0))).isEqualTo("830182020380");
        out.reset();
        assertThat(hex(out.bool(false).bool(true).nil())).isEqualTo("f4f5f6");
    }

    @Test
    void fillsTheMaximumAndRefusesOneByteMore() {
        CborWriter small = new CborWriter(0, 10);
        small.bytes(new byte[9]);
        assertThat(small.length()).isEqualTo(10);
        assertThatThrownBy(small::nil).isInstanceOf(CborWriter.Full.class);
        small.reset();
        assertThatThrownBy(() -> small.bytes(new byte[10])).isInstanceOf(CborWriter.Full.class);
        assertThatThrownBy(() -> small.text("x".repeat(10))).isInstanceOf(CborWriter.Full.class);
        assertThat(small.buffer().length).isLessThanOrEqualTo(10);
    }

    @Test
    void isAsItWasWhenAnItemDoesNotFit() {
        CborWriter small = new CborWriter(4, 4);
        small.uint(1);
        assertThatThrownBy(() -> small.bytes(new byte[3])).isInstanceOf(CborWriter.Full.class);
        assertThat(hex(small)).isEqualTo("01");
        small.uint(2).uint(3);
        small.truncate(1);
        assertThat(hex(small)).isEqualTo("01");
    }

    @Test
    void refusesWhatOnlyABugWouldWrite() {
        assertThatThrownBy(() -> out.uint(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.array(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.truncate(1)).isInstanceOf(IllegalArgumentException.class);
        for (String half : new String[] {"\ud800", "\udc00", "a\udbffz", "\udc00\ud800"}) {
            assertThatThrownBy(() -> out.text(half)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(out.length()).isZero();
    }

    private static String hex(CborWriter writer) {
        return HexFormat.of().formatHex(writer.toByteArray());
    }
}
