package io.comity.everywhere;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Queue;

/** The engine of these tests: notes, answers, uses a reference as often as it is told, and has a message nobody is granted. */
final class Bureau {
    static final String NAME = "bureau";

    sealed interface Command {}

    record Note(int number) implements Command {}

    record Double(int number, ActorRef<Answer> replyTo) implements Command {}

    /** Send {@code times} answers, 0 and so on, all to the same reference. */
    record Count(int times, ActorRef<Answer> to) implements Command {}

    /** No mission allows it. */
    record Shut(String why) implements Command {}

    record Answer(int number) {}

    private Bureau() {}

    /** @param noted takes what is noted, in the order of its arrival */
    static Behavior<Command> create(Queue<Object> noted) {
        return Behaviors.receive(Command.class)
                .onMessage(Note.class, note -> {
                    noted.add(note.number());
                    return Behaviors.same();
                })
                .onMessage(Double.class, twice -> {
                    twice.replyTo().tell(new Answer(2 * twice.number()));
                    return Behaviors.same();
                })
                .onMessage(Count.class, Bureau::count)
                .onMessage(Shut.class, shut -> {
                    noted.add(shut.why());
                    return Behaviors.same();
                })
                .build();
    }

    private static Behavior<Command> count(Count count) {
        for (int number = 0; number < count.times(); number++) {
            count.to().tell(new Answer(number));
        }
        return Behaviors.same();
    }
}
