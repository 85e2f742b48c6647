package io.comity.detached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonBodyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | f5",
                "false | f4",
                "0 | 00",
                "-1 | 20",
                "23 | 17",
                "24 | 1818",
                "65536 | 1a00010000",
                "9223372036854775807 | 1b7fffffffffffffff",
                "-9223372036854775808 | 3b7fffffffffffffff",
                "1.5 | fb3ff8000000000000",
                "{\"~f32\":1.5} | fa3fc00000",
                "\"Bob\" | 63426f62",
                "{\"~b64\":\"AQ\"} | 4101",
                "{\"~b64\":\"\"} | 40",
                "[] | 80",
                "[1,[2]] | 82018102",
                "{} | a0",
                "{\"name\":\"Bob\",\"replyTo\":0} | a2646e616d6563426f62677265706c79546f00",
                "\"ü\" | 62c3bc"
            })
    void eachFormHasItsCborAndBack(String json, String hex) {
        byte[] cbor = HexFormat.of().parseHex(hex);
        assertThat(JsonBody.toCbor(json.getBytes(UTF_8)))
                .hasValueSatisfying(made -> assertThat(made).isEqualTo(cbor));
        assertThat(JsonReply.of(cbor))
                .hasValueSatisfying(made -> assertThat(new String(made, UTF_8)).isEqualTo(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[null]",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,}",
                "[1,]",
                "1 2",
                "{}{}",
                "NaN",
                "Infinity",
                "1e400",
                "-0",
                "01",
                "+1",
                ".5",
                "9223372036854775808",
                "-9223372036854775809",
                "'a'",
                "{a:1}",
                "// x\n1",
                "\"\\ud800\"",
                "\"\\udc00x\"",
                "{\"\\ud800\":1}",
                "\uFEFF1",
                "{\"~x\":1}",
                "{\"~b64\":\"AQ==\"}",
                "{\"~b64\":\"AR\"}",
                "{\"~b64\":\"A\"}",
                "{\"~b64\":\"+/\"}",
                "{\"~b64\":1}",
                "{\"~b64\":\"AQ\",\"a\":1}",
                "{\"a\":1,\"~b64\":\"AQ\"}",
                "{\"~f32\":1e39}",
                "{\"~f32\":\"1\"}",
                "[",
                "{\"a\"",
                "\"",
                "tru"
            })
    void whatHasNoOneMeaningIsRefused(String json) {
        assertThat(JsonBody.toCbor(json.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThat(JsonBody.toCbor(new byte[] {'"', (byte) 0xff, '"'})).isEmpty();
        assertThat(JsonBody.toCbor("\"a\"".getBytes(java.nio.charset.StandardCharsets.UTF_16)))
                .isEmpty();
    }

    @Test
    void everyBoundHoldsAtItAndOnePastIt() {
        int depth = JsonBody.MAX_DEPTH;
        assertThat(convert("[".repeat(depth) + "]".repeat(depth))).isPresent();
        assertThat(convert("[".repeat(depth + 1) + "]".repeat(depth + 1))).isEmpty();
        int max = DetachedCall.MAX_BODY_BYTES;
        assertThat(convert("\"" + "a".repeat(max - 3) + "\" ".strip())).isPresent();
        assertThat(convert(" " + "\"" + "a".repeat(max - 3) + "\"")).isPresent();
        assertThat(convert("  " + "\"" + "a".repeat(max - 3) + "\"")).isEmpty();
        assertThat(convert("1." + "0".repeat(38))).isPresent();
        assertThat(convert("1." + "0".repeat(39))).isEmpty();
    }

    @Test
    void aFloatThatJsonCannotWriteIsNotWritten() {
        assertThat(JsonReply.of(HexFormat.of().parseHex("81fb7ff8000000000000")))
                .isEmpty();
        assertThat(JsonReply.of(HexFormat.of().parseHex("fa7f800000"))).isEmpty();
    }

    private static Optional<byte[]> convert(String json) {
        return JsonBody.toCbor(json.getBytes(UTF_8));
    }
}
