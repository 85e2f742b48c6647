package io.comity.protocol;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A protocol that holds every kind of the data model, once. */
final class Sample {
    sealed interface Command {}

    record Numbers(boolean yes, byte i8, short i16, int i32, long i64, char unit, float f32, double f64)
            implements Command {}

    record Values(String text, BigInteger big, UUID id, Instant at, Duration span, Colour colour) implements Command {}

    record Containers(
            List<Integer> list,
            Set<String> set,
            Map<String, Long> map,
            Map<Colour, String> byColour,
            Optional<String> some,
            Optional<String> none)
            implements Command {}

    record Drawing(Shape shape, Pair<Integer, Shape> pair, Set<Point> points) implements Command {}

    /** Its bytes are a list, since a record with an array in it equals no other. */
    record Blocks(List<byte[]> blocks) implements Command {}

    record Greet(String name, ActorRef<Greeting> replyTo) implements Command {}

    record Order(StatusReply<Integer> last, StatusReply<Done> before, ActorRef<StatusReply<Greeting>> replyTo)
            implements Command {}

    record Empty() implements Command {}

    enum Signal implements Command {
        STOP
    }

    record Greeting(String text) {}

    enum Colour {
        RED,
        GREEN
    }

    sealed interface Shape {}

    record Point(int x, int y) implements Shape {}

    record Group(List<Shape> shapes) implements Shape {}

    enum Nothing implements Shape {
        NOTHING
    }

    record Pair<A, B>(A first, B second) {}

    private Sample() {}
}
