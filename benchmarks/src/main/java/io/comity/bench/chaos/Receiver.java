package io.comity.bench.chaos;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes a stream of numbered messages, keeps the {@link Ledger} and gives back credit, and says when something came. */
public final class Receiver {
    static final String NAME = "receiver";

    /** What the receiver accepts. */
    public sealed interface Command {}

    /** From now on, credit {@code sender} with each {@code batch} messages. Expected sender: the other party. */
    public record Begin(int batch, ActorRef<Sender.Credit> sender) implements Command {}

    /** One message. {@code sentNanos} is {@link System#nanoTime}, which all processes of a machine share. */
    @SuppressWarnings("ArrayRecordComponent") // made and read once, never compared
    public record Item(long number, long sentNanos, byte[] payload) implements Command {}

    private record Await(long sinceNanos, ActorRef<Long> replyTo) implements Command {}

    private record Report(long sent, ActorRef<Ledger.Count> replyTo) implements Command {}

    private final LongSupplier nanoClock;
    private final Ledger ledger = new Ledger();
    private final List<Await> awaiting = new ArrayList<>();

    private Receiver(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    static Behavior<Command> create(LongSupplier nanoClock) {
        return Behaviors.setup(context -> new Receiver(nanoClock).closed());
    }

    /** Answered with the time at which a message came that was sent after {@code sinceNanos}. */
    static Command await(long sinceNanos, ActorRef<Long> replyTo) {
        return new Await(sinceNanos, replyTo);
    }

    /** @param sent how many messages the other party has sent in all */
    static Command report(long sent, ActorRef<Ledger.Count> replyTo) {
        return new Report(sent, replyTo);
    }

    /** Nobody to credit yet. */
    private Behavior<Command> closed() {
        return Behaviors.receive(Command.class)
                .onMessage(Begin.class, this::open)
                .onMessage(Await.class, this::onAwait)
                .onMessage(Report.class, this::onReport)
                .build();
    }

    private Behavior<Command> open(Begin begin) {
        Batches batches = new Batches(begin);
        return Behaviors.receive(Command.class)
                .onMessage(Item.class, item -> onItem(item, batches))
                .onMessage(Await.class, this::onAwait)
                .onMessage(Report.class, this::onReport)
                .build();
    }

    private Behavior<Command> onItem(Item item, Batches batches) {
        ledger.came(item.number());
        batches.count();
        if (!awaiting.isEmpty()) {
            long now = nanoClock.getAsLong();
            awaiting.removeIf(await -> isAnswer(item, await, now));
        }
        return Behaviors.same();
    }

    private static boolean isAnswer(Item item, Await await, long now) {
        boolean later = item.sentNanos() - await.sinceNanos() > 0;
        if (later) {
            await.replyTo().tell(now);
        }
        return later;
    }

    private Behavior<Command> onAwait(Await await) {
        awaiting.add(await);
        return Behaviors.same();
    }

    private Behavior<Command> onReport(Report report) {
        report.replyTo().tell(ledger.count(report.sent()));
        return Behaviors.same();
    }

    private static final class Batches {
        private final Begin begin;
        private int received;

        Batches(Begin begin) {
            this.begin = begin;
        }

        void count() {
            if (++received == begin.batch()) {
                received = 0;
                begin.sender().tell(new Sender.Credit(begin.batch()));
            }
        }
    }
}
