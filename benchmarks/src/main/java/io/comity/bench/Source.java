package io.comity.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Sends items to a {@link Sink} as fast as its credit allows, and says how many were credited in a given time.
 *
 * <p>States: {@code idle}; {@code flowing} (a full window is always outstanding); {@code draining} (time is up, waiting for
 * the window to come back so that the next run starts on an empty link).
 */
public final class Source {
    /** What the source accepts. */
    public sealed interface Command {}

    /** Send for {@code duration}. Expected sender: the worker; one run at a time. */
    public record Run(Duration duration, ActorRef<Flow> replyTo) implements Command {}

    /** The sink has received {@code messages} more. Expected sender: the sink. */
    public record Credit(int messages) implements Command {}

    /** {@code messages} were sent and credited in {@code nanos}. */
    public record Flow(long messages, long nanos) {
        double perSecond() {
            return messages * 1e9 / nanos;
        }
    }

    private final ActorContext<Command> context;
    private final ActorRef<Sink.Command> sink;
    private final Work work;
    private final LongSupplier nanoClock;
    private final byte[] payload;
    private long sequence;

    private Source(ActorContext<Command> context, ActorRef<Sink.Command> sink, Work work, LongSupplier nanoClock) {
        this.context = context;
        this.sink = sink;
        this.work = work;
        this.nanoClock = nanoClock;
        this.payload = work.payload();
    }

    public static Behavior<Command> create(ActorRef<Sink.Command> sink, Work work, LongSupplier nanoClock) {
        return Behaviors.setup(context -> new Source(context, sink, work, nanoClock).idle());
    }

    /** To {@link #flowing} when told to run. */
    private Behavior<Command> idle() {
        return Behaviors.receive(Command.class)
                .onMessage(Run.class, this::start)
                .build();
    }

    private Behavior<Command> start(Run run) {
        long began = nanoClock.getAsLong();
        sink.tell(new Sink.Open(work.batch(), context.getSelf().narrow()));
        send(work.window());
        return flowing(run, began, 0);
    }

    /** To {@link #draining} at the first credit after the time is up. */
    private Behavior<Command> flowing(Run run, long began, long credited) {
        return Behaviors.receive(Command.class)
                .onMessage(Credit.class, credit -> {
                    long total = credited + credit.messages();
                    long elapsed = nanoClock.getAsLong() - began;
                    if (elapsed >= run.duration().toNanos()) {
                        return drained(run, new Flow(total, elapsed), work.window() - credit.messages());
                    }
                    send(credit.messages());
                    return flowing(run, began, total);
                })
                .build();
    }

    private Behavior<Command> drained(Run run, Flow flow, int outstanding) {
        if (outstanding > 0) {
            return draining(run, flow, outstanding);
        }
        run.replyTo().tell(flow);
        return idle();
    }

    /** To {@link #idle} when the whole window has come back. */
    private Behavior<Command> draining(Run run, Flow flow, int outstanding) {
        return Behaviors.receive(Command.class)
                .onMessage(Credit.class, credit -> drained(run, flow, outstanding - credit.messages()))
                .build();
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            sink.tell(new Sink.Item(sequence++, payload));
        }
    }
}
