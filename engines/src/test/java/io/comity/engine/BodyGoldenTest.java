package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.engine.BodyCodec.Value;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bytes that another language must write and read; spaces part the items. */
class BodyGoldenTest {
    record Item(long seq, byte[] payload) {}

    record Numbers(boolean yes, byte b, int i, long u32, long min, char c, float f, double d) {}

    record Values(Samples.Colour colour, Instant at, Duration span, BigInteger big, UUID id) {}

    record Containers(List<Integer> list, Map<String, Long> map, Optional<String> some, Optional<String> none) {}

    record Sealed(Samples.Shape shape, Samples.Shape other) {}

    @Test
    void records() {
        Protocol<Item> protocol = Protocol.of(Item.class);
        BodyCodec.Encoder encoder = BodyCodec.encoder(protocol, BodyCodecTest.NONE, 100);
        encoder.encode(new Item(300, new byte[] {1, 2}));
        assertThat(HexFormat.of().formatHex(encoder.buffer(), 0, encoder.length()))
                .isEqualTo(hex("a2 63736571 19012c 677061796c6f6164 420102"));
    }

    @Test
    void numbers() {
        golden(
                new Numbers(true, (byte) -1, 24, 4_294_967_295L, Long.MIN_VALUE, 'A', 1.5f, 0.1),
                "a8 63796573 f5 6162 20 6169 1818 63753332 1affffffff 636d696e 3b7fffffffffffffff"
                        + " 6163 1841 6166 fa3fc00000 6164 fb3fb999999999999a");
    }

    @Test
    void values() {
        golden(
                new Values(
                        Samples.Colour.GREEN,
                        Instant.ofEpochSecond(1_700_000_000, 5),
                        Duration.ofMillis(-1),
                        BigInteger.valueOf(-129),
                        Samples.ID),
                "a5 66636f6c6f7572 65475245454e 626174 82 1a6553f100 05 647370616e 82 20 1a3b8b87c0"
                        + " 63626967 42ff7f 626964 5000112233445566778899aabbccddeeff");
    }

    @Test
    void containers() {
        golden(
                new Containers(List.of(1, -1), Map.of("k", 2L), Optional.of("x"), Optional.empty()),
                "a4 646c697374 82 01 20 636d6170 82 616b 02 64736f6d65 81 6178 646e6f6e65 80");
    }

    @Test
    void sealedInterfacesInside() {
        golden(
                new Sealed(new Samples.Point(1, 2), Samples.Nothing.NOTHING),
                "a2 657368617065 82 65506f696e74 a2 6178 01 6179 02 656f74686572 82 674e6f7468696e67 674e4f5448494e47");
    }

    @Test
    void aMessageThatIsAScalar() {
        golden("Bob", "63426f62");
        golden(7, "07");
    }

    private static void golden(Object message, String expected) {
        Protocol<?> protocol = Protocol.of(message.getClass());
        BodyCodec.Encoder encoder = BodyCodec.encoder(protocol, BodyCodecTest.NONE, 1000);
        encoder.encode(message);
        assertThat(HexFormat.of().formatHex(encoder.buffer(), 0, encoder.length()))
                .isEqualTo(hex(expected));
        byte[] bytes = HexFormat.of().parseHex(hex(expected));
        assertThat(BodyCodec.decoder(protocol, BodyCodecTest.NONE, 1000).decode(0, bytes, 0, bytes.length))
                .isEqualTo(new Value(message));
    }

    private static String hex(String spaced) {
        return spaced.replace(" ", "");
    }
}
