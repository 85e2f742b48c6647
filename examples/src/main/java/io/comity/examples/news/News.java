package io.comity.examples.news;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.offer.Mission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine that hands events to handlers, as Erlang's {@code gen_event} does.
 *
 * <p>A handler is an actor: of another node, which sends a reference to it with {@link Attach}, or of this one, started with the
 * engine. Each is told every event after it was attached, in the order of publication. One that stops or crashes is taken out,
 * and the others never notice: no handler's code runs in this engine. How many there are is bounded.
 *
 * <p>Who holds {@code read-news} may attach and detach, who holds {@code write-news} may publish. One state.
 */
public final class News {
    /** The handlers attached at a time. */
    public static final int MAX_HANDLERS = 100;

    /** The characters of the name of a handler. */
    public static final int MAX_NAME_LENGTH = 64;

    /** What the stream understands. */
    public sealed interface Command {}

    /** Tell {@code handler} what is published from now on; another one of that name is replaced. */
    @Mission("read-news")
    public record Attach(String name, ActorRef<Event> handler, ActorRef<Answer> replyTo) implements Command {}

    /** Tell the handler of this name no more. */
    @Mission("read-news")
    public record Detach(String name, ActorRef<Answer> replyTo) implements Command {}

    /** Say which handlers are attached. */
    @Mission("read-news")
    public record Which(ActorRef<Handlers> replyTo) implements Command {}

    /** Tell every handler {@code headline}. */
    @Mission("write-news")
    public record Publish(String headline, ActorRef<Answer> replyTo) implements Command {}

    private record Ended(ActorRef<Event> handler) implements Command {}

    /** What was published, numbered from 1. */
    public record Event(long number, String headline) {}

    /** The answer to {@link Which}, in the order in which they are told. */
    public record Handlers(List<String> names) {
        public Handlers {
            names = List.copyOf(names);
        }
    }

    /** How a request went. */
    public enum Answer {
        /** It was done. */
        DONE,
        /** There is no handler of that name. */
        UNKNOWN,
        /** There are as many handlers as there may be, or the name is longer than it may be. */
        FULL
    }

    private final ActorContext<Command> context;
    private final Map<String, ActorRef<Event>> handlers = new LinkedHashMap<>();
    private long published;

    private News(ActorContext<Command> context) {
        this.context = context;
    }

    /**
     * A stream with handlers of its own.
     *
     * @param own by name; one that crashes is not started again
     */
    public static Behavior<Command> create(Map<String, Behavior<Event>> own) {
        return Behaviors.setup(context -> {
            News news = new News(context);
            own.forEach(news::spawn);
            return news.serving();
        });
    }

    private void spawn(String name, Behavior<Event> behavior) {
        ActorRef<Event> handler = context.spawn(
                Behaviors.supervise(behavior).onFailure(SupervisorStrategy.stop()), "handler-" + handlers.size());
        attach(name, handler);
    }

    private Behavior<Command> serving() {
        return Behaviors.receive(Command.class)
                .onMessage(Attach.class, this::onAttach)
                .onMessage(Detach.class, this::onDetach)
                .onMessage(Which.class, this::onWhich)
                .onMessage(Publish.class, this::onPublish)
                .onMessage(Ended.class, this::onEnded)
                .build();
    }

    private Behavior<Command> onAttach(Attach attach) {
        boolean isFull = handlers.size() >= MAX_HANDLERS && !handlers.containsKey(attach.name());
        if (isFull || attach.name().length() > MAX_NAME_LENGTH) {
            attach.replyTo().tell(Answer.FULL);
        } else {
            attach(attach.name(), attach.handler());
            attach.replyTo().tell(Answer.DONE);
        }
        return Behaviors.same();
    }

    private void attach(String name, ActorRef<Event> handler) {
        remove(name);
        handlers.put(name, handler);
        context.watchWith(handler, new Ended(handler));
    }

    /** One handler may have several names; it is watched once. */
    private Optional<ActorRef<Event>> remove(String name) {
        Optional<ActorRef<Event>> handler = Optional.ofNullable(handlers.remove(name));
        handler.filter(each -> !handlers.containsValue(each)).ifPresent(context::unwatch);
        return handler;
    }

    private Behavior<Command> onDetach(Detach detach) {
        detach.replyTo().tell(remove(detach.name()).isPresent() ? Answer.DONE : Answer.UNKNOWN);
        return Behaviors.same();
    }

    private Behavior<Command> onWhich(Which which) {
        which.replyTo().tell(new Handlers(List.copyOf(handlers.keySet())));
        return Behaviors.same();
    }

    private Behavior<Command> onPublish(Publish publish) {
        Event event = new Event(++published, publish.headline());
        List<ActorRef<Event>> now = new ArrayList<>(handlers.values());
        now.forEach(handler -> handler.tell(event));
        publish.replyTo().tell(Answer.DONE);
        return Behaviors.same();
    }

    private Behavior<Command> onEnded(Ended ended) {
        handlers.values().removeIf(ended.handler()::equals);
        return Behaviors.same();
    }
}
