package io.comity.examples.door;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.offer.Mission;
import java.time.Duration;
import java.util.List;

/**
 * An engine whose answer depends on its state, as Erlang's {@code gen_fsm} does. Every state is a method that returns what comes
 * next; every event is answered in every state: with the transition it made, or with {@link Illegal} and the state it does not
 * fit.
 *
 * <pre>
 *   state    | Enter, right code | Enter, wrong code       | Push      | after a while
 *   LOCKED   | OPEN              | LOCKED; the third: DEAF | illegal   |
 *   OPEN     | illegal           | illegal                 | LOCKED    | LOCKED
 *   DEAF     | illegal           | illegal                 | illegal   | LOCKED
 * </pre>
 *
 * <p>Who holds {@code door} may enter and push, who holds {@code door-watch} may ask for the state and nothing else.
 */
public final class Door {
    /** The wrong codes in a row after which it is deaf for a while. */
    public static final int MAX_WRONG = 3;

    /** What the door understands. */
    @Mission(
            value = "door",
            messages = {Enter.class, Push.class})
    @Mission(value = "door-watch", messages = Look.class)
    public sealed interface Command {}

    /** Open with {@code code}. */
    public record Enter(String code, ActorRef<Answer> replyTo) implements Command {}

    /** Go through, and let it fall shut. */
    public record Push(ActorRef<Answer> replyTo) implements Command {}

    /** Say in which state it is. */
    public record Look(ActorRef<State> replyTo) implements Command {}

    private enum Timeout implements Command {
        INSTANCE
    }

    /** What the door may be. */
    public enum State {
        /** It waits for the code. */
        LOCKED,
        /** It may be pushed, for a while. */
        OPEN,
        /** It takes no code for a while. */
        DEAF
    }

    /** What became of an event. */
    public sealed interface Answer {}

    /** A legal event; both states may be the same. */
    public record Moved(State from, State to) implements Answer {}

    /** An event that means nothing in this state, and changed nothing. */
    public record Illegal(State in) implements Answer {}

    /**
     * How this door is set up.
     *
     * @param openFor how long it stays open
     * @param deafFor how long it takes no code after {@value #MAX_WRONG} wrong ones
     */
    public record Settings(String code, Duration openFor, Duration deafFor) {}

    private final TimerScheduler<Command> timers;
    private final Settings settings;

    private Door(TimerScheduler<Command> timers, Settings settings) {
        this.timers = timers;
        this.settings = settings;
    }

    /** A locked door. */
    public static Behavior<Command> create(Settings settings) {
        return Behaviors.withTimers(timers -> new Door(timers, settings).locked(0));
    }

    /** To {@link #open} by the right code, to {@link #deaf} by too many wrong ones. */
    private Behavior<Command> locked(int wrong) {
        return Behaviors.receive(Command.class)
                .onMessage(Enter.class, enter -> onCode(enter, wrong))
                .onMessage(Push.class, push -> illegal(State.LOCKED, push.replyTo()))
                .onMessage(Look.class, look -> show(State.LOCKED, look))
                .onMessage(Timeout.class, late -> Behaviors.same())
                .build();
    }

    private Behavior<Command> onCode(Enter enter, int wrong) {
        if (enter.code().equals(settings.code())) {
            return move(State.LOCKED, State.OPEN, List.of(enter.replyTo()));
        }
        if (wrong + 1 == MAX_WRONG) {
            return move(State.LOCKED, State.DEAF, List.of(enter.replyTo()));
        }
        enter.replyTo().tell(new Moved(State.LOCKED, State.LOCKED));
        return locked(wrong + 1);
    }

    /** To {@link #locked} by a push, or after a while. */
    private Behavior<Command> open() {
        return Behaviors.receive(Command.class)
                .onMessage(Enter.class, enter -> illegal(State.OPEN, enter.replyTo()))
                .onMessage(Push.class, push -> move(State.OPEN, State.LOCKED, List.of(push.replyTo())))
                .onMessage(Look.class, look -> show(State.OPEN, look))
                .onMessage(Timeout.class, late -> move(State.OPEN, State.LOCKED, List.of()))
                .build();
    }

    /** To {@link #locked} after a while. */
    private Behavior<Command> deaf() {
        return Behaviors.receive(Command.class)
                .onMessage(Enter.class, enter -> illegal(State.DEAF, enter.replyTo()))
                .onMessage(Push.class, push -> illegal(State.DEAF, push.replyTo()))
                .onMessage(Look.class, look -> show(State.DEAF, look))
                .onMessage(Timeout.class, late -> move(State.DEAF, State.LOCKED, List.of()))
                .build();
    }

    /** The one way from state to state: the timer of the old one ends, that of the new one begins. */
    private Behavior<Command> move(State from, State to, List<ActorRef<Answer>> replyTo) {
        replyTo.forEach(each -> each.tell(new Moved(from, to)));
        timers.cancel(Timeout.INSTANCE);
        return switch (to) {
            case LOCKED -> locked(0);
            case OPEN -> after(settings.openFor(), open());
            case DEAF -> after(settings.deafFor(), deaf());
        };
    }

    private Behavior<Command> after(Duration timeout, Behavior<Command> state) {
        timers.startSingleTimer(Timeout.INSTANCE, Timeout.INSTANCE, timeout);
        return state;
    }

    private static Behavior<Command> illegal(State in, ActorRef<Answer> replyTo) {
        replyTo.tell(new Illegal(in));
        return Behaviors.same();
    }

    private static Behavior<Command> show(State state, Look look) {
        look.replyTo().tell(state);
        return Behaviors.same();
    }
}
