package io.comity.bench.chaos;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.LongSupplier;

/**
 * Sends numbered messages to a {@link Receiver} as fast as its credit allows. States: {@code sending}, with a full window
 * outstanding; {@code stopping}, until the window has come back.
 */
public final class Sender {
    /** Messages outstanding; a multiple of {@link #BATCH}, so that a window comes back whole. */
    static final int WINDOW = 2_000;

    static final int BATCH = 250;

    /** Of a message, beside its number and time. */
    static final int PAYLOAD_BYTES = 84;

    /** What the sender accepts. */
    public sealed interface Command {}

    /** The receiver has {@code messages} more. Expected sender: the receiver. */
    public record Credit(int messages) implements Command {}

    /** How many were sent so far. Expected sender: the party. */
    record Progress(ActorRef<Long> replyTo) implements Command {}

    /** Send no more; answered with how many were sent when the receiver has credited all. Expected sender: the party. */
    record Stop(ActorRef<Long> replyTo) implements Command {}

    private final ActorRef<Receiver.Command> receiver;
    private final LongSupplier nanoClock;
    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private long sent;
    private long credited;

    private Sender(ActorRef<Receiver.Command> receiver, LongSupplier nanoClock) {
        this.receiver = receiver;
        this.nanoClock = nanoClock;
    }

    static Behavior<Command> create(ActorRef<Receiver.Command> receiver, LongSupplier nanoClock) {
        return Behaviors.setup(context -> new Sender(receiver, nanoClock).begin(context));
    }

    private Behavior<Command> begin(ActorContext<Command> context) {
        receiver.tell(new Receiver.Begin(BATCH, context.getSelf().narrow()));
        send(WINDOW);
        return sending();
    }

    private Behavior<Command> sending() {
        return Behaviors.receive(Command.class)
                .onMessage(Credit.class, this::onCredit)
                .onMessage(Progress.class, this::onProgress)
                .onMessage(Stop.class, this::onStop)
                .build();
    }

    private Behavior<Command> onCredit(Credit credit) {
        credited += credit.messages();
        send(credit.messages());
        return Behaviors.same();
    }

    private Behavior<Command> onProgress(Progress progress) {
        progress.replyTo().tell(sent);
        return Behaviors.same();
    }

    private Behavior<Command> onStop(Stop stop) {
        return credited < sent ? stopping(stop.replyTo()) : stopped(stop.replyTo());
    }

    private Behavior<Command> stopping(ActorRef<Long> replyTo) {
        return Behaviors.receive(Command.class)
                .onMessage(Credit.class, credit -> {
                    credited += credit.messages();
                    return credited < sent ? Behaviors.same() : stopped(replyTo);
                })
                .onMessage(Progress.class, this::onProgress)
                .build();
    }

    private Behavior<Command> stopped(ActorRef<Long> replyTo) {
        replyTo.tell(sent);
        return Behaviors.stopped();
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            receiver.tell(new Receiver.Item(sent++, nanoClock.getAsLong(), payload));
        }
    }
}
