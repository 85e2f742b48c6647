package io.comity.examples.crew;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;

/** A child that counts. One state. */
public final class Counter {
    /** What it understands. */
    public sealed interface Command {}

    /** Add {@code number}; what does not fit a long is a bug of this counter, so it crashes and counts from 0 again. */
    public record Add(long number, ActorRef<Total> replyTo) implements Command {}

    /** The answer to {@link Add}. */
    public record Total(long sum) {}

    private long sum;

    private Counter() {}

    static Behavior<Command> create() {
        return Behaviors.setup(context -> new Counter().counting());
    }

    private Behavior<Command> counting() {
        return Behaviors.receive(Command.class)
                .onMessage(Add.class, this::onAdd)
                .build();
    }

    private Behavior<Command> onAdd(Add add) {
        sum = Math.addExact(sum, add.number());
        add.replyTo().tell(new Total(sum));
        return Behaviors.same();
    }
}
