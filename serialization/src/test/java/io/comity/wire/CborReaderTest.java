package io.comity.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborReaderTest {
    @ParameterizedTest
    @CsvSource({
        "18,           TRUNCATED",
        "1900,         TRUNCATED",
        "1b00000000,   TRUNCATED",
        "1817,         NOT_SHORTEST",
        "1900ff,       NOT_SHORTEST",
        "1a0000ffff,   NOT_SHORTEST",
        "1b00000000ffffffff, NOT_SHORTEST",
        "1b8000000000000000, OUT_OF_RANGE",
        "1c,           RESERVED",
        "1d,           RESERVED",
        "1e,           RESERVED",
        "1f,           INDEFINITE",
        "20,           NEGATIVE",
        "40,           WRONG_TYPE",
        "60,           WRONG_TYPE",
        "80,           WRONG_TYPE",
        "a0,           MAP",
        "c000,         TAG",
        "e0,           SIMPLE",
        "f0,           SIMPLE",
        "f7,           SIMPLE",
        "f800,         SIMPLE",
        "f90000,       SIMPLE",
        "fa00000000,   SIMPLE",
        "fb0000000000000000, SIMPLE",
        "ff,           INDEFINITE",
        "f4,           WRONG_TYPE",
        "f6,           WRONG_TYPE"
    })
    void saysWhyANumberIsNotOne(String hex, Fault expected) {
        assertThat(faultOf(hex, CborReader::uint)).isEqualTo(expected);
    }

    @Test
    void saysTruncatedWhereNothingIsLeft() {
        assertThat(faultOf("", CborReader::uint)).isEqualTo(Fault.TRUNCATED);
        assertThat(faultOf("", CborReader::bool)).isEqualTo(Fault.TRUNCATED);
        assertThat(faultOf("", CborReader::nil)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "5f,       INDEFINITE",
        "5f4100ff, INDEFINITE",
        "5801,     NOT_SHORTEST",
        "43aabb,   TRUNCATED",
        "45aabbccddee, TOO_LONG",
        "5affffffff, TOO_LONG",
        "5b7fffffffffffffff, TOO_LONG",
        "64aabbccdd, WRONG_TYPE"
    })
    void saysWhyAByteStringIsNotOne(String hex, Fault expected) {
        assertThat(faultOf(hex, in -> in.bytes(4))).isEqualTo(expected);
        assertThat(faultOf(hex, in -> in.byteArray(4))).isEqualTo(expected);
        assertThat(faultOf(hex, in -> in.slice(4))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "9f,         INDEFINITE",
        "9fff,       INDEFINITE",
        "9801,       NOT_SHORTEST",
        "8201,       TRUNCATED",
        "850102030405, TOO_MANY",
        "9affffffff, TOO_MANY",
        "9b7fffffffffffffff, TOO_MANY",
        "a10101,     MAP"
    })
    void saysWhyAnArrayIsNotOne(String hex, Fault expected) {
        assertThat(faultOf(hex, in -> in.array(4))).isEqualTo(expected);
    }

    @Test
    void readsAtTheBoundAndRefusesOneBeyond() {
        assertThat(reader("44aabbccdd").bytes(4)).isEqualTo(Bytes.ofHex("aabbccdd"));
        assertThat(faultOf("44aabbccdd", in -> in.bytes(3))).isEqualTo(Fault.TOO_LONG);
        assertThat(reader("6161").text(1)).isEqualTo("a");
        assertThat(faultOf("6161", in -> in.text(0))).isEqualTo(Fault.TOO_LONG);
        assertThat(reader("820102").array(2)).isEqualTo(2);
        assertThat(faultOf("820102", in -> in.array(1))).isEqualTo(Fault.TOO_MANY);
        assertThat(reader("07").uint(7)).isEqualTo(7);
        assertThat(faultOf("08", in -> in.uint(7))).isEqualTo(Fault.OUT_OF_RANGE);
    }

    @Test
    void readsNumbersToTheEndsOfTheirRange() {
        assertThat(reader("1b7fffffffffffffff").uint()).isEqualTo(Long.MAX_VALUE);
        assertThat(reader("3b7fffffffffffffff").integer()).isEqualTo(Long.MIN_VALUE);
        assertThat(faultOf("3b8000000000000000", CborReader::integer)).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(faultOf("1b8000000000000000", CborReader::integer)).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(faultOf("3800", CborReader::integer)).isEqualTo(Fault.NOT_SHORTEST);
    }

    @ParameterizedTest
    @CsvSource({
        "c080, overlong zero",
        "c1bf, overlong",
        "e09fbf, overlong",
        "f08fbfbf, overlong",
        "eda080, surrogate",
        "edbfbf, surrogate",
        "f4908080, above the last",
        "f8888080, five bytes",
        "80, lone continuation",
        "c3, cut",
        "e282, cut",
        "f09f98, cut",
        "c328, no continuation",
        "e28228, no continuation",
        "f09f9828, no continuation"
    })
    void refusesTextThatIsNotWellFormedUtf8(String hex, String why) {
        int size = hex.length() / 2;
        assertThat(faultOf("6" + size + hex, in -> in.text(100))).as(why).isEqualTo(Fault.NOT_UTF8);
        assertThat(Canonical.check(HexFormat.of().parseHex("6" + size + hex))).isEqualTo(Fault.NOT_UTF8);
    }

    @Test
    void acceptsExactlyTheUtf8ThatTheJdkAcceptsOfUpToThreeBytes() {
        for (int sequence = 0; sequence < 1 << 24; sequence += sequence < 1 << 16 ? 1 : 61) {
            byte[] bytes = {(byte) (sequence >>> 16), (byte) (sequence >>> 8), (byte) sequence};
            String decoded = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            boolean expected =
                    decoded.indexOf('\ufffd') < 0 || new String(bytes, ISO_8859_1).equals("\u00ef\u00bf\u00bd");
            assertThat(Utf8.isWellFormed(bytes, 0, 3)).isEqualTo(expected);
        }
    }

    @Test
    void keepsTheFirstFaultAndMovesNoFurther() {
        CborReader in = reader("8301f702");
        assertThat(in.array(3)).isEqualTo(3);
        in.uint();
        int position = in.position();
        in.uint();
        assertThat(in.fault()).isEqualTo(Fault.SIMPLE);
        assertThat(in.array(9)).isZero();
        assertThat(in.uint()).isZero();
        assertThat(in.integer()).isZero();
        assertThat(in.bytes(9)).isEqualTo(Bytes.EMPTY);
        assertThat(in.fixed(9)).isEqualTo(Bytes.EMPTY);
        assertThat(in.byteArray(9)).isEmpty();
        assertThat(in.slice(9)).isZero();
        assertThat(in.text(9)).isEmpty();
        assertThat(in.bool()).isFalse();
        assertThat(in.nil()).isFalse();
        assertThat(in.atEnd()).isTrue();
        assertThat(in.refuse(Fault.TOO_DEEP)).isZero();
        assertThat(in.finish()).isEqualTo(Fault.SIMPLE);
        assertThat(in.position()).isEqualTo(position);
    }

    @Test
    void refusesBytesAfterTheLastItem() {
        CborReader in = reader("0102");
        assertThat(in.uint()).isEqualTo(1);
        assertThat(in.atEnd()).isFalse();
        assertThat(in.finish()).isEqualTo(Fault.TRAILING);
    }

    @Test
    void readsOnlyItsOwnStretchOfTheBuffer() {
        byte[] buffer = HexFormat.of().parseHex("ff4201026161f5ff");
        CborReader in = new CborReader(buffer, 1, 6);
        assertThat(in.slice(2)).isEqualTo(2);
        assertThat(in.sliceOffset()).isEqualTo(2);
        assertThat(in.text(1)).isEqualTo("a");
        assertThat(in.bool()).isTrue();
        assertThat(in.finish()).isNull();
        in.reset(buffer, 1, 2);
        in.slice(2);
        assertThat(in.fault()).isEqualTo(Fault.TRUNCATED);
    }

    @Test
    void holdsATupleToItsCountAndAFixedStringToItsSize() {
        assertThat(faultOf("8101", in -> in.tuple(1))).isNull();
        assertThat(faultOf("820101", in -> in.tuple(1))).isEqualTo(Fault.WRONG_COUNT);
        assertThat(faultOf("80", in -> in.tuple(1))).isEqualTo(Fault.WRONG_COUNT);
        assertThat(reader("420102").fixed(2)).isEqualTo(Bytes.ofHex("0102"));
        assertThat(faultOf("4101", in -> in.fixed(2))).isEqualTo(Fault.WRONG_COUNT);
        assertThat(faultOf("43010203", in -> in.fixed(2))).isEqualTo(Fault.TOO_LONG);
    }

    @Test
    void tellsAnAbsentFieldFromAPresentOne() {
        CborReader in = reader("f605");
        assertThat(in.nil()).isTrue();
        assertThat(in.nil()).isFalse();
        assertThat(in.uint()).isEqualTo(5);
        assertThat(in.finish()).isNull();
    }

    private static CborReader reader(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new CborReader(bytes, 0, bytes.length);
    }

    private static @org.jspecify.annotations.Nullable Fault faultOf(String hex, Consumer<CborReader> read) {
        CborReader in = reader(hex);
        read.accept(in);
        return in.fault();
    }
}
