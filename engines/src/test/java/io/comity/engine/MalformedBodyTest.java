package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.engine.BodyCodec.Malformed;
import io.comity.engine.BodyCodec.Value;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MalformedBodyTest {
    record Two(int a, String b) {}

    record Picky(int even) {
        Picky {
            if (even % 2 != 0) {
                throw new IllegalArgumentException("odd");
            }
        }
    }

    record Texts(List<String> list) {}

    record Numbers(Set<Integer> set) {}

    record Dictionary(Map<String, Integer> map) {}

    record Maybe(Optional<Integer> maybe) {}

    record Drawn(Samples.Shape shape) {}

    @Test
    void componentsMayComeInAnyOrder() {
        assertThat(decode(Two.class, "a2 6162 6178 6161 01")).isEqualTo(new Value(new Two(1, "x")));
    }

    @Test
    void everyComponentOnceAndNothingElse() {
        malformed(Two.class, "a1 6161 01", "missing component");
        malformed(Two.class, "a3 6161 01 6162 6178 6163 01", "unknown component");
        malformed(Two.class, "a2 6161 01 6163 6178", "unknown component");
        malformed(Two.class, "a2 6161 01 6161 02", "the same component twice");
        malformed(Two.class, "a3 6161 01 6162 6178 6161 01", "the same component twice");
        malformed(Two.class, "a2 6161 f6 6162 6178", "null");
        malformed(Two.class, "82 01 6178", "not a record");
        malformed(Two.class, "a2 01 01 6162 6178", "a key that is not text");
    }

    @Test
    void nothingIsTakenForSomethingElse() {
        malformed(int.class, "6131", "not an integer");
        malformed(int.class, "f5", "not an integer");
        malformed(int.class, "fa3f800000", "not an integer");
        malformed(int.class, "1a80000000", "integer out of range");
        malformed(byte.class, "1880", "integer out of range");
        malformed(short.class, "398000", "integer out of range");
        malformed(char.class, "20", "integer out of range");
        malformed(long.class, "1b8000000000000000", "not an integer");
        malformed(long.class, "3b8000000000000000", "not an integer");
        malformed(boolean.class, "01", "not a boolean");
        malformed(float.class, "fb3ff0000000000000", "not a float of the right width");
        malformed(double.class, "fa3f800000", "not a float of the right width");
        malformed(double.class, "01", "not a float of the right width");
        malformed(String.class, "4161", "not text");
        malformed(String.class, "01", "not text");
        malformed(byte[].class, "6161", "not a byte string");
        malformed(Samples.Colour.class, "00", "not text");
        malformed(Samples.Colour.class, "63726564", "unknown enum constant");
        malformed(Samples.Colour.class, "6776657264616e74", "unknown enum constant");
        malformed(UUID.class, "4f000000000000000000000000000000", "not a UUID");
        malformed(BigInteger.class, "40", "not a big integer in its shortest form");
        malformed(BigInteger.class, "420001", "not a big integer in its shortest form");
        malformed(BigInteger.class, "42ffff", "not a big integer in its shortest form");
        malformed(Instant.class, "00", "not a time");
        malformed(Instant.class, "80", "not a time");
        malformed(Instant.class, "8100", "not a time");
        malformed(Instant.class, "83000000", "not a time");
        malformed(Instant.class, "82001a3b9aca00", "integer out of range");
        malformed(Instant.class, "821b7fffffffffffffff00", "not an instant");
    }

    @Test
    void containersHoldWhatTheyDeclareAndSetsNothingTwice() {
        malformed(Texts.class, "a1 646c697374 81 01", "not text");
        malformed(Texts.class, "a1 646c697374 a0", "not an array");
        malformed(Numbers.class, "a1 63736574 82 01 01", "a set with the same element twice");
        malformed(Dictionary.class, "a1 636d6170 84 6161 01 6161 02", "a map with the same key twice");
        malformed(Dictionary.class, "a1 636d6170 83 6161 01 6162", "a key without a value");
        malformed(Dictionary.class, "a1 636d6170 a1 6161 01", "not an array of keys and values");
        malformed(Maybe.class, "a1 656d61796265 82 01 02", "not an optional");
        malformed(Maybe.class, "a1 656d61796265 01", "not an optional");
        malformed(Drawn.class, "a1 657368617065 82 6454726565 a0", "unknown case");
        malformed(Drawn.class, "a1 657368617065 83 674e6f7468696e67 674e4f5448494e47 00", "not a choice");
        malformed(Drawn.class, "a1 657368617065 81 674e6f7468696e67", "not a choice");
        malformed(Drawn.class, "a1 657368617065 80", "not a choice");
        malformed(Drawn.class, "a1 657368617065 a2 6178 01 6179 01", "not a choice");
    }

    @Test
    void oneWayToWriteEveryNumberAndLength() {
        malformed(int.class, "1801", "a number or length that is not in its shortest form");
        malformed(int.class, "190018", "a number or length that is not in its shortest form");
        malformed(int.class, "1b00000000ffffffff", "a number or length that is not in its shortest form");
        malformed(String.class, "780161", "a number or length that is not in its shortest form");
        malformed(String.class, "7f6161ff", "an indefinite length");
        malformed(Texts.class, "bf646c69737480ff", "an indefinite length");
        malformed(int.class, "1c", "an indefinite length");
        malformed(BigInteger.class, "c24101", "a tag");
        malformed(String.class, "d9d9f76161", "a tag");
        malformed(String.class, "d9010082616100", "a tag");
        malformed(double.class, "f93c00", "a simple value other than true and false");
        malformed(String.class, "f7", "a simple value other than true and false");
        malformed(String.class, "ff", "a simple value other than true and false");
    }

    @Test
    void textIsUtf8() {
        for (String broken :
                new String[] {"80", "c1bf", "e09fbf", "eda080", "f08fbfbf", "f4908080", "c3", "e282", "c328"}) {
            malformed(String.class, Integer.toHexString(0x60 + broken.length() / 2) + broken, "text that is not UTF-8");
        }
    }

    @Test
    void exactlyOneItemAndAllOfIt() {
        malformed(int.class, "", "truncated");
        malformed(int.class, "0101", "bytes after the body");
        malformed(String.class, "6261", "truncated");
        malformed(int.class, "1a0102", "truncated");
        malformed(Texts.class, "a1 646c697374", "truncated");
    }

    @Test
    void lengthsThatLieCostNothing() {
        malformed(byte[].class, "5b7fffffffffffffff", "truncated");
        malformed(byte[].class, "5bffffffffffffffff", "truncated");
        malformed(String.class, "7a7fffffff", "truncated");
        malformed(Texts.class, "a1 646c697374 9a7fffffff", "truncated");
        malformed(Texts.class, "bb7fffffffffffffff", "truncated");
        malformed(Texts.class, "bb8000000000000000", "truncated");
    }

    @Test
    void aConstructorMayRefuse() {
        assertThat(decode(Picky.class, "a1 646576656e 02")).isEqualTo(new Value(new Picky(2)));
        malformed(Picky.class, "a1 646576656e 01", "refused by the constructor of its record");
    }

    @Test
    void typesThatAreNotThereAndBodiesThatAreTooLarge() {
        BodyCodec.Decoder decoder = BodyCodec.decoder(Protocol.of(String.class), BodyCodecTest.NONE, 4);
        byte[] bytes = HexFormat.of().parseHex("6461616161");
        assertThat(decoder.decode(-1, bytes, 0, 5)).isEqualTo(new Malformed("unknown type"));
        assertThat(decoder.decode(1, bytes, 0, 5)).isEqualTo(new Malformed("unknown type"));
        assertThat(decoder.decode(0, bytes, 0, 5)).isEqualTo(new Malformed("too large"));
        assertThat(decoder.decode(0, HexFormat.of().parseHex("00636161617f"), 1, 4))
                .isEqualTo(new Value("aaa"));
    }

    private static void malformed(Class<?> type, String hex, String fault) {
        assertThat(decode(type, hex)).as(hex).isEqualTo(new Malformed(fault));
    }

    private static Object decode(Class<?> type, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return BodyCodec.decoder(Protocol.of(type), BodyCodecTest.NONE, 1 << 20).decode(0, bytes, 0, bytes.length);
    }
}
