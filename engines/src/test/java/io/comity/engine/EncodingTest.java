package io.comity.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.engine.BodyCodec.Decoded;
import io.comity.engine.BodyCodec.Value;
import io.comity.engine.Samples.Point;
import io.comity.engine.Samples.Tree;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on the sender's own side is said at once, and the next message goes out as if nothing had been. */
class EncodingTest {
    private static final Protocol<Samples.Command> PROTOCOL = Protocol.of(Samples.Command.class);
    private static final int MAX = 2_000;

    private final BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, BodyCodecTest.NONE, MAX);

    @AfterEach
    void theNextMessageIsWhole() {
        Samples.Item next = new Samples.Item(1, new byte[] {9});
        int type = encoder.encode(next);
        Decoded decoded = BodyCodec.decoder(PROTOCOL, BodyCodecTest.NONE, MAX)
                .decode(type, encoder.buffer(), 0, encoder.length());
        assertThat(decoded).isEqualTo(new Value(next));
    }

    @Test
    void aBodyMayBeAsLargeAsTheLimitAndNotOneByteLarger() {
        int around = 17;
        encoder.encode(new Samples.Item(1, new byte[MAX - around]));
        assertThat(encoder.length()).isEqualTo(MAX);
        refused(new Samples.Item(1, new byte[MAX - around + 1]), "larger than 2000 bytes");
    }

    @Test
    void aMessageOfMegabytesStopsAtTheLimit() {
        refused(new Samples.Item(1, new byte[50_000_000]), "larger than 2000 bytes");
        assertThat(encoder.buffer()).hasSizeLessThanOrEqualTo(MAX);
    }

    @Test
    void thirtyTwoContainersDeepAndNotThirtyThree() {
        encoder.encode(tree(16));
        refused(tree(17), "nested deeper than 32");
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless sender does
    void nullsAreNamed() {
        refused(new Samples.Item(1, null), "Samples.Item.payload is null; use an Optional");
        List<Tree> holed = new ArrayList<>();
        holed.add(null);
        refused(new Tree("x", holed), "a collection holds a null; use an Optional");
    }

    @Test
    void privateRecordsAndStrangers() {
        refused(Samples.tick(), "Samples.Tick is not a message of Samples.Command that can travel between nodes");
        refused("text", "String is not a message of Samples.Command that can travel between nodes");
    }

    @Test
    void halfASurrogatePair() {
        refused(new Tree("\ud83c", List.of()), "a String holds half of a surrogate pair");
        refused(new Tree("\udf88\ud83c", List.of()), "a String holds half of a surrogate pair");
        refused(new Tree("x\ud83cx", List.of()), "a String holds half of a surrogate pair");
        refused(new Tree("é".repeat(100) + "\udf88", List.of()), "a String holds half of a surrogate pair");
        refused(new Tree("x".repeat(1001) + "\ud83c", List.of()), "a String holds half of a surrogate pair");
    }

    @Test
    void bigIntegersOfMoreThanTheLimit() {
        BigInteger most =
                BigInteger.ONE.shiftLeft(8 * Scalar.MAX_BIGINT_BYTES - 1).subtract(BigInteger.ONE);
        encoder.encode(values(most));
        refused(values(most.add(BigInteger.ONE)), "a BigInteger has at most 1024 bytes");
    }

    @Test
    void aSetOfAThousandAndTwentyFourRecordsAndOneMore() {
        BodyCodec.Encoder large = BodyCodec.encoder(PROTOCOL, BodyCodecTest.NONE, 1 << 20);
        large.encode(new Samples.Deep(points(1024)));
        assertThatThrownBy(() -> large.encode(new Samples.Deep(points(1025))))
                .hasMessage("a Set of records has at most 1024 elements; use a List");
    }

    private static Set<Point> points(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Point(i, 0)).collect(Collectors.toSet());
    }

    private static Samples.Values values(BigInteger big) {
        return new Samples.Values("", Samples.Colour.RED, Instant.EPOCH, Duration.ZERO, big, Samples.ID);
    }

    /** A tree of {@code levels} records takes two containers for each: the record and its list. */
    private static Tree tree(int levels) {
        return new Tree("", levels == 1 ? List.of() : List.of(tree(levels - 1)));
    }

    private void refused(Object message, String why) {
        assertThatThrownBy(() -> encoder.encode(message))
                .isInstanceOf(EncodingException.class)
                .hasMessage(why);
    }
}
