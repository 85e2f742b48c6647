package io.comity.examples.peer;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Queue;

/** An engine that keeps what it is told, and reads back at length. */
final class Notes {
    sealed interface Command {}

    record Note(int number, String text) implements Command {}

    /** Read {@code text} back, so many times. */
    record Read(int times, String text, ActorRef<Page> replyTo) implements Command {}

    record Page(String text) {}

    private Notes() {}

    static Behavior<Command> create(Queue<Command> kept) {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof Read read) {
                read.replyTo().tell(new Page(read.text().repeat(read.times())));
            } else {
                kept.add(command);
            }
            return Behaviors.same();
        });
    }
}
