package io.comity.examples.peer;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Queue;

/** An engine that keeps what it is told. */
final class Notes {
    sealed interface Command {}

    record Note(int number, String text) implements Command {}

    private Notes() {}

    static Behavior<Command> create(Queue<Command> kept) {
        return Behaviors.receiveMessage(command -> {
            kept.add(command);
            return Behaviors.same();
        });
    }
}
