package io.comity.proxy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.engine.EngineId;
import io.comity.engine.Protocol;
import io.comity.mission.Reason;
import io.comity.observe.Counter;
import io.comity.observe.Counters;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The local actor that stands for one engine of a remote node. It takes the engine's messages and nothing else from users;
 * its NodeProxy tells it how the engine is reached. States: {@link #waiting} for a session in which the engine was learned,
 * holding a bounded number of messages for a bounded time; {@link #bound} to it; {@link #refusing}, while connected to a node
 * that did not offer the engine.
 */
public final class EngineProxy {
    /**
     * @param held messages that wait for a connection
     * @param holdFor how long each waits
     */
    public record Settings(int held, Duration holdFor) {}

    /** From its NodeProxy: the engine is reached by {@code ref} of {@code session}, under types by their names. */
    record Learned(Session session, long ref, List<String> types) {
        Learned {
            types = List.copyOf(types);
        }
    }

    /** From its NodeProxy: what waits, and what comes until the engine is learned, is refused. */
    record Refuse(Reason reason) {}

    /** From its NodeProxy: what waits is refused; what comes may try again. */
    record GiveUp(Reason reason) {}

    /** From its NodeProxy: the protocol a user on this node sends in. */
    record Speak(Protocol<?> protocol) {}

    private enum HoldOver {
        INSTANCE
    }

    private record Held(Object message, long untilNanos) {}

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final EngineId id;
    private final Runnable connect;
    private final Settings settings;
    private final Counters counters;
    private final LongSupplier nanoTime;
    /** Small at first: there may be many thousand proxies, and few ever hold anything. */
    private final Queue<Held> held = new ArrayDeque<>(1);
    /** Reasons already in the log, a bit each: each once, however many messages. */
    private int told;

    private @Nullable Protocol<?> protocol;

    private EngineProxy(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            EngineId id,
            Runnable connect,
            Settings settings,
            Counters counters,
            LongSupplier nanoTime) {
        this.context = context;
        this.timers = timers;
        this.id = id;
        this.connect = connect;
        this.settings = settings;
        this.counters = counters;
        this.nanoTime = nanoTime;
    }

    /**
     * @param connect asks the NodeProxy for a session; called when a message begins to wait
     */
    static Behavior<Object> create(
            EngineId id, Runnable connect, Settings settings, Counters counters, LongSupplier nanoTime) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new EngineProxy(context, timers, id, connect, settings, counters, nanoTime).waiting()));
    }

    private Behavior<Object> waiting() {
        return Behaviors.receive(Object.class)
                .onMessage(Learned.class, this::onLearned)
                .onMessage(Refuse.class, this::onRefuse)
                .onMessage(GiveUp.class, this::onGiveUp)
                .onMessage(Speak.class, this::onSpeak)
                .onMessage(HoldOver.class, this::onHoldOver)
                .onAnyMessage(this::hold)
                .onSignal(PostStop.class, this::onStop)
                .build();
    }

    private Behavior<Object> bound(Binding binding) {
        return Behaviors.receive(Object.class)
                .onMessage(Learned.class, this::onLearned)
                .onMessage(Refuse.class, this::onRefuse)
                .onMessage(GiveUp.class, stillInASession -> Behaviors.same())
                .onMessage(Speak.class, speak -> onSpeak(speak, binding))
                .onMessage(HoldOver.class, over -> Behaviors.same())
                .onAnyMessage(message -> forward(binding, message))
                .build();
    }

    private Behavior<Object> refusing(Reason reason) {
        return Behaviors.receive(Object.class)
                .onMessage(Learned.class, this::onLearned)
                .onMessage(Refuse.class, this::onRefuse)
                .onMessage(GiveUp.class, giveUp -> waiting())
                .onMessage(Speak.class, this::onSpeak)
                .onMessage(HoldOver.class, over -> Behaviors.same())
                .onAnyMessage(message -> refuse(reason))
                .build();
    }

    private Behavior<Object> hold(Object message) {
        if (held.size() >= settings.held()) {
            return refuse(Reason.OVERLOADED);
        }
        if (held.isEmpty()) {
            timers.startSingleTimer(HoldOver.INSTANCE, settings.holdFor());
        }
        held.add(new Held(message, nanoTime.getAsLong() + settings.holdFor().toNanos()));
        if (held.size() == 1) {
            connect.run();
        }
        return Behaviors.same();
    }

    private Behavior<Object> onHoldOver(HoldOver over) {
        long now = nanoTime.getAsLong();
        while (!held.isEmpty() && held.element().untilNanos() - now <= 0) {
            held.remove();
            counters.add(Counter.UNDELIVERED);
            refuse(Reason.UNREACHABLE);
        }
        if (!held.isEmpty()) {
            timers.startSingleTimer(
                    HoldOver.INSTANCE, Duration.ofNanos(held.element().untilNanos() - now));
        }
        return Behaviors.same();
    }

    private Behavior<Object> onLearned(Learned learned) {
        Binding binding = new Binding(learned, protocol);
        for (Held waiting : held) {
            forward(binding, waiting.message());
        }
        held.clear();
        timers.cancelAll();
        return bound(binding);
    }

    private Behavior<Object> onRefuse(Refuse refuse) {
        refuseHeld(refuse.reason());
        return refusing(refuse.reason());
    }

    private Behavior<Object> onGiveUp(GiveUp giveUp) {
        refuseHeld(giveUp.reason());
        return waiting();
    }

    private Behavior<Object> onSpeak(Speak speak) {
        protocol = speak.protocol();
        return Behaviors.same();
    }

    private Behavior<Object> onSpeak(Speak speak, Binding binding) {
        boolean same = speak.protocol().equals(protocol);
        protocol = speak.protocol();
        return same ? Behaviors.same() : bound(binding.speaking(speak.protocol()));
    }

    private Behavior<Object> forward(Binding binding, Object message) {
        Reason refused = binding.send(message);
        return refused == null ? Behaviors.same() : refuse(refused);
    }

    /** What waits ends with the session it waited for. */
    private Behavior<Object> onStop(PostStop stopped) {
        refuseHeld(Reason.UNREACHABLE);
        return Behaviors.same();
    }

    private void refuseHeld(Reason reason) {
        counters.add(Counter.UNDELIVERED, held.size());
        held.forEach(waiting -> refuse(reason));
        held.clear();
        timers.cancelAll();
    }

    private Behavior<Object> refuse(Reason reason) {
        counters.add(Counter.UNSENT);
        int bit = 1 << reason.ordinal();
        if ((told & bit) == 0) {
            told |= bit;
            context.getLog().warn("messages for {} are refused: {}", id, reason.label());
        }
        context.getSystem().eventStream().tell(new EventStream.Publish<>(new Refused(id, reason)));
        return Behaviors.same();
    }

    static <M> ActorRef<M> asUser(ActorRef<Object> proxy) {
        return proxy.unsafeUpcast();
    }
}
