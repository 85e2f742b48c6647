package io.comity.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine that does for others what it is asked: it speaks to what it is handed, asks it, remembers it, and hands out rooms of its own. A
 * peer may try to have it do what the peer itself may not.
 */
final class Deputy {
    static final String NAME = "deputy";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Rooms at one time; whoever comes then gets none. */
    private static final int MAX_ROOMS = 20_000;

    public sealed interface Command {}

    /** Says {@code words} to whoever that is. */
    public record Pass(ActorRef<Greeter.Command> on, String words) implements Command {}

    /** Asks a question, and does nothing with the answer. */
    public record Enquire(ActorRef<Question> of) implements Command {}

    /** Listens to a list, and forgets it. */
    public record Meet(List<ActorRef<Greeter.Command>> people) implements Command {}

    /** Never answered. */
    public record Wait(ActorRef<Greeter.Greeting> replyTo) implements Command {}

    /** Answered by a room, which there is for as long as the guest. */
    public record Rent(ActorRef<Greeter.Greeting> guest, ActorRef<Key> replyTo) implements Command {}

    public record Question(String words, ActorRef<Greeter.Greeting> replyTo) {}

    public record Key(ActorRef<Greeter.Command> room) {}

    private record Guest(ActorRef<Greeter.Greeting> card) {}

    private Deputy() {}

    /** @param ledger judges what is said in rooms */
    static Behavior<Command> create(Ledger ledger) {
        Map<Guest, List<ActorRef<Greeter.Command>>> rooms = new HashMap<>();
        AtomicInteger count = new AtomicInteger();
        return Behaviors.setup(context -> Behaviors.receive(Command.class)
                .onMessage(Pass.class, pass -> {
                    pass.on().tell(new Greeter.Note(pass.words()));
                    return Behaviors.same();
                })
                .onMessage(Enquire.class, enquire -> {
                    AskPattern.<Question, Greeter.Greeting>ask(
                            enquire.of(),
                            replyTo -> new Question("well?", replyTo),
                            PATIENCE,
                            context.getSystem().scheduler());
                    return Behaviors.same();
                })
                .onMessage(Rent.class, rent -> {
                    if (count.get() < MAX_ROOMS) {
                        count.incrementAndGet();
                        ActorRef<Greeter.Command> room = context.spawnAnonymous(ledger.notes("room"));
                        rooms.computeIfAbsent(new Guest(rent.guest()), first -> {
                                    context.watch(rent.guest());
                                    return new ArrayList<>();
                                })
                                .add(room);
                        rent.replyTo().tell(new Key(room));
                    }
                    return Behaviors.same();
                })
                .onAnyMessage(other -> Behaviors.same())
                .onSignal(Terminated.class, left -> {
                    Guest gone = new Guest(left.getRef().unsafeUpcast());
                    List<ActorRef<Greeter.Command>> theirs = rooms.getOrDefault(gone, List.of());
                    rooms.remove(gone);
                    theirs.forEach(context::stop);
                    count.addAndGet(-theirs.size());
                    return Behaviors.same();
                })
                .build());
    }
}
