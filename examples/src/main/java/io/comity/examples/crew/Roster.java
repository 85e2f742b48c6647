package io.comity.examples.crew;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The children of one kind, by name. Each is restarted when it crashes, and given up when it does so too often. */
final class Roster<C, M> {
    private final ActorContext<C> context;
    private final Crew.Settings settings;
    private final Behavior<M> kind;
    private final BiFunction<String, ActorRef<M>, C> ended;
    private final Map<String, ActorRef<M>> children = new TreeMap<>();

    /** @param ended what the supervisor is told when a child is gone for good */
    Roster(
            ActorContext<C> context,
            Crew.Settings settings,
            Behavior<M> kind,
            BiFunction<String, ActorRef<M>, C> ended) {
        this.context = context;
        this.settings = settings;
        this.kind = kind;
        this.ended = ended;
    }

    boolean isFull() {
        return children.size() >= settings.maxChildren();
    }

    Optional<ActorRef<M>> find(String name) {
        return Optional.ofNullable(children.get(name));
    }

    ActorRef<M> start(String name) {
        SupervisorStrategy strategy = SupervisorStrategy.restart().withLimit(settings.maxRestarts(), settings.within());
        // Names are what others chose; an actor's path is ours.
        ActorRef<M> child = context.spawnAnonymous(Behaviors.supervise(kind).onFailure(strategy));
        children.put(name, child);
        context.watchWith(child, ended.apply(name, child));
        return child;
    }

    boolean stop(String name) {
        ActorRef<M> child = children.remove(name);
        if (child != null) {
            context.unwatch(child);
            context.stop(child);
        }
        return child != null;
    }

    void forget(String name, ActorRef<M> child) {
        children.remove(name, child);
    }

    /** Their names, in alphabetical order. */
    List<String> names() {
        return List.copyOf(children.keySet());
    }
}
