package io.comity.examples.calls;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.comity.engine.EngineId;
import io.comity.mission.Reason;
import io.comity.proxy.Refused;
import java.util.function.Consumer;

/** Looks out, for a {@link Caller}, for refusals by an engine and for its end. One state. */
final class Lookout {
    sealed interface Command {}

    /** Say where to send refusals. */
    record Refusals(ActorRef<ActorRef<Refused>> replyTo) implements Command {}

    /** Watch {@code engine}; its end refuses what it has not answered. */
    record Watch(ActorRef<?> engine) implements Command {}

    enum Leave implements Command {
        INSTANCE
    }

    private record Heard(Refused refused) implements Command {}

    private enum Ended implements Command {
        INSTANCE
    }

    private final ActorContext<Command> context;
    private final EngineId target;
    private final Consumer<Reason> tell;

    private Lookout(ActorContext<Command> context, EngineId target, Consumer<Reason> tell) {
        this.context = context;
        this.target = target;
        this.tell = tell;
    }

    static Behavior<Command> create(EngineId target, Consumer<Reason> tell) {
        return Behaviors.setup(context -> new Lookout(context, target, tell).lookingOut());
    }

    private Behavior<Command> lookingOut() {
        return Behaviors.receive(Command.class)
                .onMessage(Refusals.class, this::onRefusals)
                .onMessage(Watch.class, this::onWatch)
                .onMessage(Heard.class, this::onHeard)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(Leave.class, leave -> Behaviors.stopped())
                .build();
    }

    private Behavior<Command> onRefusals(Refusals refusals) {
        refusals.replyTo().tell(context.messageAdapter(Refused.class, Heard::new));
        return Behaviors.same();
    }

    private Behavior<Command> onWatch(Watch watch) {
        context.watchWith(watch.engine(), Ended.INSTANCE);
        return Behaviors.same();
    }

    private Behavior<Command> onHeard(Heard heard) {
        if (heard.refused().target().equals(target)) {
            tell.accept(heard.refused().reason());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onEnded(Ended ended) {
        tell.accept(Reason.UNREACHABLE);
        return Behaviors.same();
    }
}
