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
import io.comity.selection.Preference;
import io.comity.wire.UrMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The local actor that stands for one engine of a remote node. It takes the engine's messages and nothing else from users;
 * its NodeProxy tells it how the engine is reached. States: {@link #waiting} for a session in which the engine was learned,
 * holding a bounded number of messages for a bounded time; {@link #bound} to it; {@link #moving} while a message, and so those
 * behind it, waits for a link over another transport; {@link #refusing}, while connected to a node that did not offer the engine.
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

    /** From its NodeProxy: the link is over what was asked for, or that cannot be had. */
    enum Moved {
        INSTANCE
    }

    private enum HoldOver {
        INSTANCE
    }

    /** What it asks of its NodeProxy. */
    interface Ways {
        /** A session; the first link over what is preferred. Asked when a message begins to wait. */
        void connect(Preference preference);

        /** Another link; answered by {@link Moved}. */
        void move(ActorRef<Object> proxy, Preference preference);
    }

    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final EngineId id;
    private final Ways ways;
    private final Counters counters;
    private final LongSupplier nanoTime;
    private final Held held;
    /** Reasons already in the log, a bit each: each once, however many messages. */
    private int told;

    private @Nullable Protocol<?> protocol;

    private EngineProxy(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            EngineId id,
            Ways ways,
            Settings settings,
            Counters counters,
            LongSupplier nanoTime) {
        this.context = context;
        this.timers = timers;
        this.id = id;
        this.ways = ways;
        this.held = new Held(settings.held(), settings.holdFor());
        this.counters = counters;
        this.nanoTime = nanoTime;
    }

    static Behavior<Object> create(
            EngineId id, Ways ways, Settings settings, Counters counters, LongSupplier nanoTime) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new EngineProxy(context, timers, id, ways, settings, counters, nanoTime).waiting()));
    }

    private Behavior<Object> waiting() {
        return Behaviors.receive(Object.class)
                .onMessage(Learned.class, this::onLearned)
                .onMessage(Refuse.class, this::onRefuse)
                .onMessage(GiveUp.class, this::onGiveUp)
                .onMessage(Speak.class, this::onSpeak)
                .onMessage(HoldOver.class, this::onHoldOver)
                .onMessage(Moved.class, nowUseless -> Behaviors.same())
                .onAnyMessage(this::onWaiting)
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
                .onMessage(Moved.class, nowUseless -> Behaviors.same())
                .onAnyMessage(message -> forward(binding, message))
                .build();
    }

    private Behavior<Object> moving(Binding binding) {
        return Behaviors.receive(Object.class)
                .onMessage(Learned.class, learned -> moving(new Binding(learned, protocol)))
                .onMessage(Refuse.class, this::onRefuse)
                .onMessage(GiveUp.class, stillInASession -> Behaviors.same())
                .onMessage(Speak.class, speak -> moving(speaking(speak, binding)))
                .onMessage(HoldOver.class, this::onHoldOver)
                .onMessage(Moved.class, moved -> sendHeld(binding, true))
                .onAnyMessage(this::hold)
                .build();
    }

    private Behavior<Object> refusing(Reason reason) {
        return Behaviors.receive(Object.class)
                .onMessage(Learned.class, this::onLearned)
                .onMessage(Refuse.class, this::onRefuse)
                .onMessage(GiveUp.class, giveUp -> waiting())
                .onMessage(Speak.class, this::onSpeak)
                .onMessage(HoldOver.class, over -> Behaviors.same())
                .onMessage(Moved.class, nowUseless -> Behaviors.same())
                .onAnyMessage(message -> refuse(message, reason))
                .build();
    }

    private Behavior<Object> onWaiting(Object message) {
        boolean isFirst = held.size() == 0;
        hold(message);
        if (isFirst && held.size() > 0) {
            ways.connect(preference(message));
        }
        return Behaviors.same();
    }

    private Behavior<Object> hold(Object message) {
        long now = nanoTime.getAsLong();
        if (!held.add(message, now)) {
            return refuse(message, Reason.OVERLOADED);
        }
        if (held.size() == 1 || message instanceof Dispatch) {
            timers.startSingleTimer(HoldOver.INSTANCE, held.next(now));
        }
        return Behaviors.same();
    }

    private Behavior<Object> onHoldOver(HoldOver over) {
        long now = nanoTime.getAsLong();
        held.expire(now, (message, reason) -> {
            counters.add(Counter.UNDELIVERED);
            refuse(message, reason);
        });
        if (held.size() > 0) {
            timers.startSingleTimer(HoldOver.INSTANCE, held.next(now));
        }
        return Behaviors.same();
    }

    private Behavior<Object> onLearned(Learned learned) {
        return sendHeld(new Binding(learned, protocol), false);
    }

    /** @param moved whether the first of them was waited for, and now goes or is refused */
    private Behavior<Object> sendHeld(Binding binding, boolean moved) {
        boolean isLastTry = moved;
        for (Object message = held.peek(); message != null; message = held.peek()) {
            Reason refused = send(binding, message);
            if (refused == Reason.UNREACHABLE
                    && !isLastTry
                    && !preference(message).isAny()) {
                return move(binding, message);
            }
            isLastTry = false;
            held.remove();
            if (refused != null) {
                refuse(message, refused);
            }
        }
        timers.cancelAll();
        return bound(binding);
    }

    private Behavior<Object> forward(Binding binding, Object message) {
        Reason refused = send(binding, message);
        if (refused == null) {
            return Behaviors.same();
        }
        if (refused == Reason.UNREACHABLE && !preference(message).isAny()) {
            hold(message);
            return move(binding, message);
        }
        return refuse(message, refused);
    }

    private Behavior<Object> move(Binding binding, Object message) {
        ways.move(context.getSelf(), preference(message));
        return moving(binding);
    }

    private @Nullable Reason send(Binding binding, Object message) {
        if (!(message instanceof Dispatch dispatch)) {
            return binding.send(message, Terms.NONE);
        }
        long left = dispatch.leftNanos(nanoTime.getAsLong());
        if (left <= 0) {
            return Reason.EXPIRED;
        }
        long deadline = dispatch.isLimited() ? binding.deadlineMillis(left) : UrMessage.NO_DEADLINE;
        return binding.send(dispatch.message(), new Terms(dispatch.preference(), deadline));
    }

    private static Preference preference(Object message) {
        return message instanceof Dispatch dispatch ? dispatch.preference() : Preference.ANY;
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
        Binding next = speaking(speak, binding);
        return next == binding ? Behaviors.same() : bound(next);
    }

    private Binding speaking(Speak speak, Binding binding) {
        boolean same = speak.protocol().equals(protocol);
        protocol = speak.protocol();
        return same ? binding : binding.speaking(speak.protocol());
    }

    /** What waits ends with the session it waited for. */
    private Behavior<Object> onStop(PostStop stopped) {
        refuseHeld(Reason.UNREACHABLE);
        return Behaviors.same();
    }

    private void refuseHeld(Reason reason) {
        counters.add(Counter.UNDELIVERED, held.size());
        for (Object message = held.peek(); message != null; message = held.peek()) {
            held.remove();
            refuse(message, reason);
        }
        timers.cancelAll();
    }

    private Behavior<Object> refuse(Object message, Reason reason) {
        if (protocol != null) {
            Object told = message instanceof Dispatch dispatch ? dispatch.message() : message;
            Asks.fail(protocol, told, reason, Session.MAX_BODY_BYTES);
        }
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
