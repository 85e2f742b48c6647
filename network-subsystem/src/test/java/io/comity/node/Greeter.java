package io.comity.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Queue;

/** An engine that answers, remembers what it was told, and has one message that no mission of these tests allows. */
final class Greeter {
    static final String NAME = "greeter";
    static final String MISSION = "hello";

    /** Places in the list of types that holders of the mission learn. */
    static final int GREET = 0;

    static final int NOTE = 1;

    sealed interface Command {}

    record Greet(String name, ActorRef<Greeting> replyTo) implements Command {}

    record Note(String text) implements Command {}

    record Secret(int code) implements Command {}

    record Greeting(String text) {}

    private Greeter() {}

    static Behavior<Command> create(Queue<Command> heard) {
        return Behaviors.receiveMessage(command -> {
            heard.add(command);
            if (command instanceof Greet greet) {
                greet.replyTo().tell(new Greeting("Hello, " + greet.name()));
            }
            return Behaviors.same();
        });
    }

    /** Asks as any program would; fails when no answer comes in time. */
    static String ask(Node asker, ActorRef<Command> greeter, Duration patience) {
        return AskPattern.<Command, Greeting>ask(
                        greeter, replyTo -> new Greet("you", replyTo), patience, asker.scheduler())
                .toCompletableFuture()
                .join()
                .text();
    }
}
