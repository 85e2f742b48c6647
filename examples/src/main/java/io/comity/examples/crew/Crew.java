package io.comity.examples.crew;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.offer.Mission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An engine that others start children on, as Erlang's {@code supervisor} does.
 *
 * <p>A mission allows message types, so each kind of child has its own: who holds {@code counters} may start, list and stop
 * counters, and cannot even say what would start an echo. Which behaviour a kind is, how many there may be and how often one may
 * crash is the owner's to say. A child that was started is a reference in the answer, and whoever has it may send to that child.
 *
 * <p>A child that crashes starts anew with its first state, up to {@link Settings#maxRestarts} times {@link Settings#within}
 * that time; then it is gone, and its name is free. One state.
 */
public final class Crew {
    /** The characters of the name of a child. */
    public static final int MAX_NAME_LENGTH = 64;

    /**
     * What the owner allows.
     *
     * @param maxChildren of each kind
     * @param maxRestarts of one child, within {@code within}
     */
    public record Settings(int maxChildren, int maxRestarts, Duration within) {
        /** As many as a small machine carries. */
        public static final Settings DEFAULT = new Settings(100, 3, Duration.ofMinutes(1));
    }

    /** What the supervisor understands. */
    public sealed interface Command {}

    /** Everything about counters. */
    @Mission("counters")
    public sealed interface Counters extends Command {}

    /** Start a counter called {@code name}; one that is there already is the answer. */
    public record StartCounter(String name, ActorRef<CounterStarted> replyTo) implements Counters {}

    /** Stop the counter of this name; answers whether there was one. */
    public record StopCounter(String name, ActorRef<Boolean> replyTo) implements Counters {}

    /** Say which counters there are. */
    public record ListCounters(ActorRef<Children> replyTo) implements Counters {}

    /** Everything about echoes. */
    @Mission("echoes")
    public sealed interface Echoes extends Command {}

    /** Start an echo called {@code name}; one that is there already is the answer. */
    public record StartEcho(String name, ActorRef<EchoStarted> replyTo) implements Echoes {}

    /** Stop the echo of this name; answers whether there was one. */
    public record StopEcho(String name, ActorRef<Boolean> replyTo) implements Echoes {}

    /** Say which echoes there are. */
    public record ListEchoes(ActorRef<Children> replyTo) implements Echoes {}

    private record CounterEnded(String name, ActorRef<Counter.Command> child) implements Command {}

    private record EchoEnded(String name, ActorRef<Echo.Say> child) implements Command {}

    /** The answer to {@link StartCounter}; empty when there are as many as there may be, or the name is too long. */
    public record CounterStarted(Optional<ActorRef<Counter.Command>> child) {}

    /** The answer to {@link StartEcho}; empty when there are as many as there may be, or the name is too long. */
    public record EchoStarted(Optional<ActorRef<Echo.Say>> child) {}

    /** The names of all children of a kind, in alphabetical order. */
    public record Children(List<String> names) {
        public Children {
            names = List.copyOf(names);
        }
    }

    private final Roster<Command, Counter.Command> counters;
    private final Roster<Command, Echo.Say> echoes;

    private Crew(ActorContext<Command> context, Settings settings) {
        this.counters = new Roster<>(context, settings, Counter.create(), CounterEnded::new);
        this.echoes = new Roster<>(context, settings, Echo.create(), EchoEnded::new);
    }

    /** A supervisor without children. */
    public static Behavior<Command> create(Settings settings) {
        return Behaviors.setup(context -> new Crew(context, settings).supervising());
    }

    private Behavior<Command> supervising() {
        return Behaviors.receive(Command.class)
                .onMessage(StartCounter.class, this::onStartCounter)
                .onMessage(StopCounter.class, stop -> onStop(counters, stop.name(), stop.replyTo()))
                .onMessage(ListCounters.class, list -> onList(counters, list.replyTo()))
                .onMessage(StartEcho.class, this::onStartEcho)
                .onMessage(StopEcho.class, stop -> onStop(echoes, stop.name(), stop.replyTo()))
                .onMessage(ListEchoes.class, list -> onList(echoes, list.replyTo()))
                .onMessage(CounterEnded.class, ended -> onEnded(counters, ended.name(), ended.child()))
                .onMessage(EchoEnded.class, ended -> onEnded(echoes, ended.name(), ended.child()))
                .build();
    }

    private Behavior<Command> onStartCounter(StartCounter start) {
        start.replyTo().tell(new CounterStarted(start(counters, start.name())));
        return Behaviors.same();
    }

    private Behavior<Command> onStartEcho(StartEcho start) {
        start.replyTo().tell(new EchoStarted(start(echoes, start.name())));
        return Behaviors.same();
    }

    private static <M> Optional<ActorRef<M>> start(Roster<Command, M> kind, String name) {
        Optional<ActorRef<M>> known = kind.find(name);
        boolean hasRoom = !kind.isFull() && name.length() <= MAX_NAME_LENGTH;
        return known.isPresent() || !hasRoom ? known : Optional.of(kind.start(name));
    }

    private static Behavior<Command> onStop(Roster<Command, ?> kind, String name, ActorRef<Boolean> replyTo) {
        replyTo.tell(kind.stop(name));
        return Behaviors.same();
    }

    private static Behavior<Command> onList(Roster<Command, ?> kind, ActorRef<Children> replyTo) {
        replyTo.tell(new Children(kind.names()));
        return Behaviors.same();
    }

    private static <M> Behavior<Command> onEnded(Roster<Command, M> kind, String name, ActorRef<M> child) {
        kind.forget(name, child);
        return Behaviors.same();
    }
}
