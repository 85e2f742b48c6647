package io.comity.engine;

import akka.actor.typed.ActorRef;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One protocol that holds every kind of the data model, and one message of each of its wire types at least. */
final class Samples {
    private Samples() {}

    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "verdant";
            }
        }
    }

    sealed interface Command {}

    record Item(long seq, byte[] payload) implements Command {
        @Override
        public boolean equals(Object other) {
            return other instanceof Item that && seq == that.seq && java.util.Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(seq);
        }
    }

    record Primitives(boolean a, byte b, short c, int d, long e, char f, float g, double h) implements Command {}

    record Boxes(Boolean a, Byte b, Short c, Integer d, Long e, Character f, Float g, Double h) implements Command {}

    record Values(String text, Colour colour, Instant at, Duration span, BigInteger big, UUID id) implements Command {}

    record Containers(
            List<String> list,
            Set<Integer> set,
            Map<Colour, List<Long>> map,
            Map<UUID, String> ids,
            Optional<Colour> some,
            Optional<List<String>> none)
            implements Command {}

    record Tree(String name, List<Tree> children) implements Command {}

    record Drawing(Shape shape, List<Shape> more, Pair<String, Pair<Integer, Shape>> pair, Result<Long> result)
            implements Command {}

    record Empty() implements Command {}

    record Greet(String name, ActorRef<Greeting> replyTo) implements Command {}

    sealed interface Nested extends Command {}

    record Deep(Set<Point> points) implements Nested {}

    enum Signal implements Nested {
        STOP
    }

    private record Tick(Runnable local) implements Command {}

    record Greeting(String text, ActorRef<Command> back) {}

    sealed interface Shape {}

    record Point(int x, int y) implements Shape {}

    record Group(List<Shape> shapes) implements Shape {}

    enum Nothing implements Shape {
        NOTHING
    }

    record Pair<A, B>(A first, B second) {}

    sealed interface Result<T> {}

    record Good<V>(V value) implements Result<V> {}

    record Bad<V>(String why) implements Result<V> {}

    static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    static Object tick() {
        return new Tick(() -> {});
    }

    /** Every wire type, some twice; all without refs. */
    static List<Command> messages() {
        return List.of(
                new Item(7, new byte[] {1, 2, 3}),
                new Item(Long.MIN_VALUE, new byte[0]),
                new Primitives(
                        true, Byte.MIN_VALUE, Short.MAX_VALUE, Integer.MIN_VALUE, 4_294_967_295L, 'é', 1.5f, -0.1),
                new Primitives(false, (byte) 0, (short) 24, 256, Long.MAX_VALUE, '\ud800', Float.NaN, Double.MAX_VALUE),
                new Boxes(true, (byte) 1, (short) -1, 65_536, -4_294_967_296L, 'x', Float.MIN_VALUE, Double.NaN),
                new Values(
                        "grüße 🎈",
                        Colour.GREEN,
                        Instant.MIN,
                        Duration.ofSeconds(Long.MIN_VALUE, 1),
                        BigInteger.TWO.pow(8_000).negate(),
                        ID),
                new Values("", Colour.RED, Instant.MAX, Duration.ofNanos(-1), BigInteger.ZERO, new UUID(-1, -1)),
                new Values("x".repeat(5_000), Colour.RED, Instant.EPOCH, Duration.ZERO, BigInteger.valueOf(128), ID),
                new Values("é".repeat(1_000), Colour.RED, Instant.EPOCH, Duration.ZERO, BigInteger.valueOf(-128), ID),
                new Containers(
                        List.of("a", "b", "a"),
                        Set.of(1, -1, 1_000_000),
                        Map.of(Colour.GREEN, List.of(1L), Colour.RED, List.of()),
                        Map.of(ID, "id"),
                        Optional.of(Colour.RED),
                        Optional.empty()),
                new Containers(List.of(), Set.of(), Map.of(), Map.of(), Optional.empty(), Optional.of(List.of())),
                new Tree("root", List.of(new Tree("leaf", List.of()), new Tree("", List.of(new Tree("x", List.of()))))),
                new Drawing(
                        new Group(List.of(new Point(1, 2), Nothing.NOTHING, new Group(List.of()))),
                        List.of(new Point(-1, 0)),
                        new Pair<>("k", new Pair<>(3, Nothing.NOTHING)),
                        new Good<>(9L)),
                new Drawing(
                        Nothing.NOTHING, List.of(), new Pair<>("", new Pair<>(0, new Point(0, 0))), new Bad<>("no")),
                new Empty(),
                new Deep(Set.of(new Point(0, 0), new Point(0, 1))),
                Signal.STOP);
    }
}
