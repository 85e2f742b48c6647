package io.comity.fuzz;

import akka.actor.typed.ActorRef;
import io.comity.engine.BodyCodec;
import io.comity.engine.Protocol;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A protocol that holds every kind of the data model, and messages of it: what the bodies are that targets read. */
final class Letters {
    enum Colour {
        RED,
        GREEN
    }

    sealed interface Letter {}

    record Plain(String name, long height, int small, boolean done, Colour kind) implements Letter {}

    record Values(Instant at, Duration took, BigInteger big, UUID id, byte[] parent, double weight, float ratio)
            implements Letter {}

    record Nested(List<String> tags, Set<Integer> set, Map<String, List<Long>> map, Optional<Cause> cause)
            implements Letter {}

    record Question(String text, ActorRef<Plain> replyTo) implements Letter {}

    enum Signal implements Letter {
        STOP
    }

    sealed interface Cause {}

    record Fault(int code, Optional<String> text) implements Cause {}

    record Wish(Cause first, char letter, short more) implements Cause {}

    static final Protocol<Letter> PROTOCOL = Protocol.of(Letter.class);

    static final List<Letter> SAMPLES = List.of(
            new Plain("alice", 100, -7, true, Colour.RED),
            new Values(
                    Instant.ofEpochSecond(1_700_000_000, 5),
                    Duration.ofMillis(1_500),
                    BigInteger.ONE.shiftLeft(80),
                    new UUID(1, 2),
                    new byte[] {1, 2, 3},
                    0.1,
                    0.5f),
            new Nested(
                    List.of("a", "bc"),
                    Set.of(1),
                    Map.of("k", List.of(5L)),
                    Optional.of(new Wish(new Fault(3, Optional.of("x")), 'c', (short) 2))),
            new Question("well?", Mailboxes.ref(2)),
            Signal.STOP);

    private Letters() {}

    static int type(Letter letter) {
        return PROTOCOL.indexOf(letter.getClass());
    }

    static byte[] body(Object letter) {
        BodyCodec.Encoder encoder = BodyCodec.encoder(PROTOCOL, Mailboxes.REFERENCES, 1 << 20);
        encoder.encode(letter);
        return Arrays.copyOf(encoder.buffer(), encoder.length());
    }
}
