package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Consumer;

/** Watches the actors that one peer has references to, and says when one has ended. Its own actor, since others watch them too. */
final class Watcher {
    sealed interface Command {}

    record Watch(ActorRef<?> target) implements Command {}

    record Unwatch(ActorRef<?> target) implements Command {}

    private Watcher() {}

    static Behavior<Command> create(Consumer<ActorRef<?>> ended) {
        return Behaviors.setup(context -> Behaviors.receive(Command.class)
                .onMessage(Watch.class, watch -> {
                    context.watch(watch.target());
                    return Behaviors.same();
                })
                .onMessage(Unwatch.class, unwatch -> {
                    context.unwatch(unwatch.target());
                    return Behaviors.same();
                })
                .onSignal(Terminated.class, over -> {
                    ended.accept(over.getRef());
                    return Behaviors.same();
                })
                .build());
    }
}
