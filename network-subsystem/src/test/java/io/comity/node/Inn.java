package io.comity.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import java.util.Queue;

/** An engine that hands out references, takes them, and answers when it is told to. */
final class Inn {
    static final String NAME = "inn";

    public sealed interface Command {}

    /** Answered at once. */
    public record Enter(String name, ActorRef<StatusReply<String>> replyTo) implements Command {}

    /** Never answered by itself. */
    public record Wait(String name, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** Answered by an actor of its own. */
    public record Rent(ActorRef<Key> replyTo) implements Command {}

    /** A reference of the guest, to be kept. */
    public record Leave(ActorRef<Said> card) implements Command {}

    public record Key(ActorRef<Said> room) {}

    public record Said(String words) {}

    private Inn() {}

    /**
     * @param heard whatever comes, and what was said in rooms
     * @param rooms those that were rented
     */
    static Behavior<Command> create(Queue<Object> heard, Queue<ActorRef<Said>> rooms) {
        return Behaviors.setup(context -> Behaviors.receive(Command.class)
                .onAnyMessage(command -> {
                    heard.add(command);
                    if (command instanceof Enter enter) {
                        enter.replyTo()
                                .tell(
                                        enter.name().isEmpty()
                                                ? StatusReply.error("who are you?")
                                                : StatusReply.success("welcome, " + enter.name()));
                    } else if (command instanceof Rent rent) {
                        ActorRef<Said> room = context.spawnAnonymous(room(heard));
                        rooms.add(room);
                        rent.replyTo().tell(new Key(room));
                    }
                    return Behaviors.same();
                })
                .build());
    }

    private static Behavior<Said> room(Queue<Object> heard) {
        return Behaviors.receiveMessage(said -> {
            heard.add(said);
            return said.words().equals("leave") ? Behaviors.stopped() : Behaviors.same();
        });
    }
}
