package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.engine.BodyCodec.Decoded;
import io.comity.engine.BodyCodec.Malformed;
import io.comity.engine.BodyCodec.Value;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a peer sends: a value or Malformed, soon, and in little memory. Replay a failure with the seed it names. */
class HostileBodyTest {
    private static final Protocol<Samples.Command> PROTOCOL = Protocol.of(Samples.Command.class);
    private static final int MUTATIONS = 300_000;
    private static final int MAX = 1 << 20;

    private final BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, BodyCodecTest.NONE, MAX);
    private final BodyCodec.Decoder decoder = BodyCodec.decoder(PROTOCOL, BodyCodecTest.NONE, MAX);

    @Test
    @Timeout(60)
    void mutatedBodiesAreMalformedOrMeanWhatTheySay() {
        List<Samples.Command> samples = Samples.messages();
        int malformed = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            int type = encoder.encode(samples.get(random.nextInt(samples.size())));
            byte[] body = mutate(Arrays.copyOf(encoder.buffer(), encoder.length()), random);
            Decoded decoded = decoder.decode(type, body, 0, body.length);
            if (decoded instanceof Value value) {
                assertThat(encoder.encode(value.message())).as("seed " + seed).isEqualTo(type);
            } else {
                malformed++;
            }
        }
        assertThat(malformed).isGreaterThan(MUTATIONS / 4);
    }

    @Test
    void bodiesOfOneTypeAreNeverReadAsAnother() {
        for (Samples.Command message : Samples.messages()) {
            int type = encoder.encode(message);
            byte[] body = Arrays.copyOf(encoder.buffer(), encoder.length());
            for (int other = 0; other < PROTOCOL.size(); other++) {
                Decoded decoded = decoder.decode(other, body, 0, body.length);
                boolean alike =
                        other == type || message instanceof Samples.Primitives || message instanceof Samples.Boxes;
                assertThat(alike || decoded instanceof Malformed).isTrue();
            }
        }
    }

    @Test
    void deepNestingIsRefusedAtTheGate() {
        for (int head : new int[] {0x81, 0x9f, 0xc1, 0xa1}) {
            byte[] deep = new byte[MAX];
            Arrays.fill(deep, (byte) head);
            assertThat(decoder.decode(PROTOCOL.indexOf("Tree"), deep, 0, deep.length))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void treesAsDeepAsTheLimitAreReadAndOneDeeperAreNot() {
        assertThat(decoder.decode(PROTOCOL.indexOf("Tree"), tree(16), 0, tree(16).length))
                .isInstanceOf(Value.class);
        assertThat(decoder.decode(PROTOCOL.indexOf("Tree"), tree(17), 0, tree(17).length))
                .isEqualTo(new Malformed("nested too deeply"));
    }

    @Test
    void aSetOfRecordsWithOneHashCodeIsBounded() {
        assertThat(decode("Deep", colliding(1024))).isInstanceOf(Value.class);
        assertThat(decode("Deep", colliding(1025))).isEqualTo(new Malformed("too many elements in a set"));
    }

    @Test
    @Timeout(20)
    void stringsWithOneHashCodeDoNotMakeAMapSlow() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int bits = 14;
        body.writeBytes(HexFormat.of().parseHex("a1636d617099"));
        body.writeBytes(HexFormat.of().parseHex(HexFormat.of().toHexDigits((short) (2 << bits))));
        for (int i = 0; i < 1 << bits; i++) {
            body.write(0x78);
            body.write(2 * bits);
            for (int bit = 0; bit < bits; bit++) {
                body.writeBytes((i >> bit & 1) == 0 ? new byte[] {'A', 'a'} : new byte[] {'B', 'B'});
            }
            body.write(0);
        }
        Protocol<?> protocol = Protocol.of(MalformedBodyTest.Dictionary.class);
        long started = System.nanoTime();
        Decoded decoded =
                BodyCodec.decoder(protocol, BodyCodecTest.NONE, MAX).decode(0, body.toByteArray(), 0, body.size());
        assertThat(decoded).isInstanceOf(Value.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }

    record Empties(List<Samples.Empty> list) {}

    @Test
    @Timeout(20)
    void aFullBodyOfTheSmallestItemsTakesASmallMultipleOfItsLength() {
        byte[] body = new byte[MAX];
        byte[] start = HexFormat.of().parseHex("a1646c6973749a000ffff5");
        System.arraycopy(start, 0, body, 0, start.length);
        Arrays.fill(body, start.length, MAX, (byte) 0xa0);
        BodyCodec.Decoder empties = BodyCodec.decoder(Protocol.of(Empties.class), BodyCodecTest.NONE, MAX);
        long before = allocatedBytes();
        assertThat(empties.decode(0, body, 0, MAX)).isInstanceOf(Value.class);
        assertThat(allocatedBytes() - before).isLessThan(100L * MAX);
    }

    private static byte[] empties(int items) {
        int inList = items - 3;
        byte[] body = new byte[11 + inList];
        byte[] start = HexFormat.of().parseHex("a1646c6973749a" + HexFormat.of().toHexDigits(inList));
        System.arraycopy(start, 0, body, 0, start.length);
        Arrays.fill(body, start.length, body.length, (byte) 0xa0);
        return body;
    }

    @Test
    void aBodyHasSoManyItemsAndNotOneMore() {
        Protocol<Empties> protocol = Protocol.of(Empties.class);
        int most = BodyCodec.MAX_ITEMS;
        BodyCodec.Decoder reader = BodyCodec.decoder(protocol, BodyCodecTest.NONE, 2 * most);
        byte[] full = empties(most);
        byte[] overfull = empties(most + 1);
        assertThat(reader.decode(0, full, 0, full.length)).isInstanceOf(Value.class);
        assertThat(reader.heapBytes()).isGreaterThan(32 * full.length);
        assertThat(reader.decode(0, overfull, 0, overfull.length)).isEqualTo(new Malformed("too many items"));

        BodyCodec.Encoder writer = BodyCodec.encoder(protocol, BodyCodecTest.NONE, 2 * most);
        writer.encode(new Empties(Collections.nCopies(most - 3, new Samples.Empty())));
        assertThatThrownBy(() -> writer.encode(new Empties(Collections.nCopies(most - 2, new Samples.Empty()))))
                .isInstanceOf(EncodingException.class)
                .hasMessage("too many items");
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private Decoded decode(String wireName, byte[] body) {
        return decoder.decode(PROTOCOL.indexOf(wireName), body, 0, body.length);
    }

    /** {@code count} different points (x, y) with 31 x + y the same. */
    private static byte[] colliding(int count) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                HexFormat.of().parseHex("a166706f696e747399" + HexFormat.of().toHexDigits((short) count)));
        for (int x = 70_000; x < 70_000 + count; x++) {
            body.writeBytes(HexFormat.of()
                    .parseHex("a261781a" + HexFormat.of().toHexDigits(x) + "61793a"
                            + HexFormat.of().toHexDigits(31 * x - 1)));
        }
        return body.toByteArray();
    }

    private static byte[] tree(int levels) {
        String record = "a2646e616d6560686368696c6472656e";
        return HexFormat.of().parseHex((record + "81").repeat(levels - 1) + record + "80");
    }

    private static byte[] mutate(byte[] body, Random random) {
        byte[] mutated = body;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(5)) {
                case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutated[at] = (byte) random.nextInt(256);
                case 2 -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
                case 3 -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(9));
                default -> mutated = splice(mutated, at, random);
            }
        }
        return mutated;
    }

    /** Copies a run of bytes to another place: repeats, drops and swaps whole items. */
    private static byte[] splice(byte[] body, int at, Random random) {
        byte[] mutated = body.clone();
        int from = random.nextInt(body.length);
        int length = random.nextInt(Math.min(body.length - from, body.length - at) + 1);
        System.arraycopy(body, from, mutated, at, length);
        return mutated;
    }
}
