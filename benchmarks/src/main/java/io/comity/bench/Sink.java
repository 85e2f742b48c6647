package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;

/**
 * The engine at the far end of the measured link: counts items and returns credit for each full batch, and answers asks
 * with the payload it was asked with. The same class runs over every wire.
 *
 * <p>States: {@code closed} (nobody to credit yet), {@code open}.
 */
public final class Sink {
    /** What the sink accepts. */
    public sealed interface Command {}

    /** From now on, credit {@code source} with each {@code batch} items received; begins a new count. */
    public record Open(int batch, ActorRef<Source.Credit> source) implements Command {}

    /** One measured message: 8 bytes of sequence, the rest payload. */
    @SuppressWarnings("ArrayRecordComponent") // made and read once, never compared: a copy would be measured too
    public record Item(long sequence, byte[] payload) implements Command {}

    /** One measured call; answered with its own payload. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Ask(long sequence, byte[] payload, ActorRef<Answer> replyTo) implements Command {}

    /** The answer to {@link Ask}. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(long sequence, byte[] payload) {}

    private Sink() {}

    public static Behavior<Command> create() {
        return closed();
    }

    private static Behavior<Command> closed() {
        return Behaviors.receive(Command.class)
                .onMessage(Open.class, Sink::open)
                .onMessage(Ask.class, Sink::answer)
                .build();
    }

    private static Behavior<Command> open(Open request) {
        Batches batches = new Batches(request);
        return Behaviors.receive(Command.class)
                .onMessage(Open.class, Sink::open)
                .onMessage(Item.class, item -> batches.count())
                .onMessage(Ask.class, Sink::answer)
                .build();
    }

    private static Behavior<Command> answer(Ask ask) {
        ask.replyTo().tell(new Answer(ask.sequence(), ask.payload()));
        return Behaviors.same();
    }

    /** Counts in place: a new behavior per item would be garbage that the wire is blamed for. */
    private static final class Batches {
        private final Open request;
        private int received;

        Batches(Open request) {
            this.request = request;
        }

        Behavior<Command> count() {
            if (++received == request.batch()) {
                received = 0;
                request.source().tell(new Source.Credit(request.batch()));
            }
            return Behaviors.same();
        }
    }
}
