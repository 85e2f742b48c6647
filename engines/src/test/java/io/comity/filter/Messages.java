package io.comity.filter;

import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import io.comity.engine.References;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** One protocol with every kind of field, and messages of it made by chance out of few values, so that they meet. */
final class Messages {
    static final Protocol<Event> PROTOCOL = Protocol.of(Event.class);

    private Messages() {}

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    sealed interface Cause {}

    record Fault(int code, Optional<String> text) implements Cause {}

    record Wish(long code, Party by) implements Cause {}

    enum Chance implements Cause {
        LUCK
    }

    record Party(String name, UUID id) {}

    record Header(long height, Instant at, byte[] parent) {}

    sealed interface Event {}

    record Block(
            Header header,
            Optional<Party> sender,
            Colour kind,
            List<String> tags,
            double weight,
            float ratio,
            BigInteger big,
            Duration took,
            boolean done,
            Cause cause)
            implements Event {}

    record Vote(long height, String name, Optional<Optional<Integer>> rank, Colour type, List<Integer> pair)
            implements Event {}

    enum Signal implements Event {
        STOP
    }

    /** @param type wire name */
    record Encoded(String type, byte[] body) {}

    static Encoded encode(Event event) {
        References none = (References) Proxy.newProxyInstance(
                References.class.getClassLoader(), new Class<?>[] {References.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("no refs here");
                });
        BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, none, 1 << 20);
        int index = encoder.encode(event);
        return new Encoded(PROTOCOL.wireName(index), Arrays.copyOf(encoder.buffer(), encoder.length()));
    }

    static boolean matches(Filter filter, Event event) {
        Encoded encoded = encode(event);
        return filter.matcher().matches(encoded.type(), encoded.body());
    }

    private static final List<Double> REALS =
            List.of(0.0, -0.0, 0.1, 1.0, 1.5, -2.5, 5.0, 0x1p63, -0x1p70, 1e300, Double.NaN, Double.POSITIVE_INFINITY);
    static final List<Long> NUMBERS =
            List.of(0L, 1L, 2L, 5L, -3L, 23L, 24L, 255L, 256L, -257L, Long.MAX_VALUE, Long.MIN_VALUE);
    static final List<String> TEXTS =
            List.of("", "a", "al", "alice", "bob", "é", "\uffff", "\ud83d\ude00", "x".repeat(200));

    static <T> T any(RandomGenerator random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    static UUID id(RandomGenerator random) {
        return new UUID(random.nextInt(2) - 1L, random.nextInt(3));
    }

    static BigInteger big(RandomGenerator random) {
        BigInteger number = BigInteger.valueOf(any(random, NUMBERS));
        return random.nextInt(3) == 0 ? number.shiftLeft(70) : number;
    }

    static Instant instant(RandomGenerator random) {
        return Instant.ofEpochSecond(random.nextInt(5) - 2, random.nextInt(3));
    }

    static Duration duration(RandomGenerator random) {
        return Duration.ofMillis(random.nextInt(7) * 500L - 1500);
    }

    static byte[] bytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(3)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) - 1);
        }
        return bytes;
    }

    static Event event(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> Signal.STOP;
            case 1, 2, 3 ->
                new Vote(
                        any(random, NUMBERS),
                        any(random, TEXTS),
                        random.nextBoolean()
                                ? Optional.empty()
                                : Optional.of(random.nextBoolean() ? Optional.empty() : Optional.of(random.nextInt(3))),
                        any(random, List.of(Colour.values())),
                        List.of(1, 2).subList(0, random.nextInt(3)));
            default -> block(random);
        };
    }

    private static Block block(RandomGenerator random) {
        return new Block(
                new Header(any(random, NUMBERS), instant(random), bytes(random)),
                random.nextBoolean() ? Optional.empty() : Optional.of(party(random)),
                any(random, List.of(Colour.values())),
                List.of("a", "b").subList(0, random.nextInt(3)),
                any(random, REALS),
                any(random, REALS).floatValue(),
                big(random),
                duration(random),
                random.nextBoolean(),
                cause(random));
    }

    private static Party party(RandomGenerator random) {
        return new Party(any(random, TEXTS), id(random));
    }

    private static Cause cause(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> Chance.LUCK;
            case 1 ->
                new Fault(random.nextInt(3), random.nextBoolean() ? Optional.empty() : Optional.of(any(random, TEXTS)));
            default -> new Wish(any(random, NUMBERS), party(random));
        };
    }
}
