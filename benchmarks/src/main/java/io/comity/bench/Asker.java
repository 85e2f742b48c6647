package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Asks a {@link Sink} over and over, with a fixed number of calls in flight, and says how long they took.
 *
 * <p>States: {@code idle}, {@code asking}. A call that is not answered in {@link #PATIENCE} stops the asker: a link that
 * loses calls has no speed.
 */
public final class Asker {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the asker accepts. */
    public sealed interface Command {}

    /** Keep {@code inFlight} calls going for {@code duration}. Expected sender: the worker; one run at a time. */
    public record Run(int inFlight, Duration duration, ActorRef<Calls> replyTo) implements Command {}

    private record Answered(long askedAt) implements Command {}

    private enum Lost implements Command {
        INSTANCE
    }

    /** {@code calls} were answered in {@code nanos}; half of them within {@code p50Nanos}, 99 % within {@code p99Nanos}. */
    public record Calls(long calls, long nanos, long p50Nanos, long p99Nanos) {
        double perSecond() {
            return calls * 1e9 / nanos;
        }
    }

    private final ActorContext<Command> context;
    private final ActorRef<Sink.Command> sink;
    private final LongSupplier nanoClock;
    private final byte[] payload;
    private long sequence;

    private Asker(ActorContext<Command> context, ActorRef<Sink.Command> sink, Work work, LongSupplier nanoClock) {
        this.context = context;
        this.sink = sink;
        this.nanoClock = nanoClock;
        this.payload = work.payload();
    }

    public static Behavior<Command> create(ActorRef<Sink.Command> sink, Work work, LongSupplier nanoClock) {
        return Behaviors.setup(context -> new Asker(context, sink, work, nanoClock).idle());
    }

    /** To {@link #asking} when told to run. */
    private Behavior<Command> idle() {
        return Behaviors.receive(Command.class)
                .onMessage(Run.class, this::start)
                .build();
    }

    private Behavior<Command> start(Run run) {
        Turn turn = new Turn(run, nanoClock.getAsLong());
        for (int i = 0; i < run.inFlight(); i++) {
            ask();
        }
        return asking(turn);
    }

    /** To {@link #idle} when the time is up and every call was answered. */
    private Behavior<Command> asking(Turn turn) {
        return Behaviors.receive(Command.class)
                .onMessage(Answered.class, answered -> next(turn, answered))
                .onMessage(Lost.class, lost -> Behaviors.stopped())
                .build();
    }

    private Behavior<Command> next(Turn turn, Answered answered) {
        long now = nanoClock.getAsLong();
        turn.latencies.add(now - answered.askedAt());
        if (now - turn.began < turn.run.duration().toNanos()) {
            ask();
            return Behaviors.same();
        }
        if (--turn.outstanding > 0) {
            return Behaviors.same();
        }
        turn.run.replyTo().tell(turn.result(now));
        return idle();
    }

    private void ask() {
        long askedAt = nanoClock.getAsLong();
        context.ask(
                Sink.Answer.class,
                sink,
                PATIENCE,
                (ActorRef<Sink.Answer> replyTo) -> new Sink.Ask(sequence++, payload, replyTo),
                (answer, failure) -> answer == null ? Lost.INSTANCE : new Answered(askedAt));
    }

    /** Counted in place, for the reason given in {@link Sink}. */
    private static final class Turn {
        private final Run run;
        private final long began;
        private final Latencies latencies = new Latencies();
        private int outstanding;

        Turn(Run run, long began) {
            this.run = run;
            this.began = began;
            this.outstanding = run.inFlight();
        }

        Calls result(long now) {
            return new Calls(latencies.total(), now - began, latencies.percentile(0.50), latencies.percentile(0.99));
        }
    }
}
