package io.comity.examples.account;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.comity.offer.Mission;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine that answers requests, as Erlang's {@code gen_server} does. State is in its fields, which nobody else touches.
 *
 * <ul>
 *   <li>A <b>call</b> carries {@code replyTo} and gets exactly one answer, also when the answer is no.
 *   <li>A <b>cast</b>, {@link Note}, gets none.
 *   <li>A call may be answered <b>later</b>: {@link Await} is, when the balance is high enough or its time is over. What waits is
 *       bounded, in number and in time, for whoever asks may never stop asking.
 * </ul>
 *
 * <p>Who holds {@code account} may do everything, who holds {@code pay-in} may deposit and leave a note. One state.
 */
public final class Account {
    /** The notes kept; a new one drops the oldest. */
    public static final int MAX_NOTES = 100;

    /** The characters kept of one note. */
    public static final int MAX_NOTE_LENGTH = 200;

    /** The calls of {@link Await} that wait at a time. */
    public static final int MAX_WAITING = 100;

    /** The longest that one of them may wait. */
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** What the account understands. */
    @Mission("account")
    public sealed interface Command {}

    /** Add {@code amount}, which is more than nothing. */
    @Mission("pay-in")
    public record Deposit(long amount, ActorRef<Answer> replyTo) implements Command {}

    /** Remember {@code text}; no answer. */
    @Mission("pay-in")
    public record Note(String text) implements Command {}

    /** Take {@code amount} away, if there is as much. */
    public record Withdraw(long amount, ActorRef<Answer> replyTo) implements Command {}

    /** Say what is there. */
    public record Show(ActorRef<Statement> replyTo) implements Command {}

    /** Answer when there is {@code atLeast} so much, or with {@link TimedOut} after {@code within}. */
    public record Await(long atLeast, Duration within, ActorRef<Answer> replyTo) implements Command {}

    private record Late(long waiting) implements Command {}

    /** What a call is answered. */
    public sealed interface Answer {}

    /** It was done; so much is there now. */
    public record Done(long balance) implements Answer {}

    /** It was not done, and asking again will not help. */
    public record Refused(String why) implements Answer {}

    /** There are too many who wait; ask again later. */
    public record Busy() implements Answer {}

    /** It did not come to that in time. */
    public record TimedOut(long balance) implements Answer {}

    /** The answer to {@link Show}, notes from old to new. */
    public record Statement(long balance, List<String> notes) {
        public Statement {
            notes = List.copyOf(notes);
        }
    }

    private final TimerScheduler<Command> timers;
    private final Deque<String> notes = new ArrayDeque<>();
    private final Map<Long, Await> waiting = new LinkedHashMap<>();
    private long balance;
    private long asked;

    private Account(TimerScheduler<Command> timers) {
        this.timers = timers;
    }

    /** An empty account. */
    public static Behavior<Command> create() {
        return Behaviors.withTimers(timers -> new Account(timers).serving());
    }

    private Behavior<Command> serving() {
        return Behaviors.receive(Command.class)
                .onMessage(Deposit.class, this::onDeposit)
                .onMessage(Note.class, this::onNote)
                .onMessage(Withdraw.class, this::onWithdraw)
                .onMessage(Show.class, this::onShow)
                .onMessage(Await.class, this::onAwait)
                .onMessage(Late.class, this::onLate)
                .build();
    }

    private Behavior<Command> onDeposit(Deposit deposit) {
        if (deposit.amount() <= 0 || balance > Long.MAX_VALUE - deposit.amount()) {
            deposit.replyTo().tell(new Refused("no such amount can be added"));
            return Behaviors.same();
        }
        balance += deposit.amount();
        deposit.replyTo().tell(new Done(balance));
        answerWaiting();
        return Behaviors.same();
    }

    private Behavior<Command> onNote(Note note) {
        notes.add(note.text().substring(0, Math.min(note.text().length(), MAX_NOTE_LENGTH)));
        if (notes.size() > MAX_NOTES) {
            notes.remove();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onWithdraw(Withdraw withdraw) {
        if (withdraw.amount() <= 0 || withdraw.amount() > balance) {
            withdraw.replyTo().tell(new Refused("no such amount can be taken away"));
            return Behaviors.same();
        }
        balance -= withdraw.amount();
        withdraw.replyTo().tell(new Done(balance));
        return Behaviors.same();
    }

    private Behavior<Command> onShow(Show show) {
        show.replyTo().tell(new Statement(balance, List.copyOf(notes)));
        return Behaviors.same();
    }

    private Behavior<Command> onAwait(Await await) {
        boolean isWait = !await.within().isNegative() && await.within().compareTo(LONGEST_WAIT) <= 0;
        if (balance >= await.atLeast()) {
            await.replyTo().tell(new Done(balance));
        } else if (!isWait) {
            await.replyTo().tell(new Refused("nobody waits longer than " + LONGEST_WAIT.toMinutes() + " minutes"));
        } else if (waiting.size() >= MAX_WAITING) {
            await.replyTo().tell(new Busy());
        } else {
            waiting.put(++asked, await);
            timers.startSingleTimer(asked, new Late(asked), await.within());
        }
        return Behaviors.same();
    }

    private void answerWaiting() {
        for (Iterator<Map.Entry<Long, Await>> each = waiting.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Long, Await> next = each.next();
            if (balance >= next.getValue().atLeast()) {
                next.getValue().replyTo().tell(new Done(balance));
                timers.cancel(next.getKey());
                each.remove();
            }
        }
    }

    private Behavior<Command> onLate(Late late) {
        Await await = waiting.remove(late.waiting());
        if (await != null) {
            await.replyTo().tell(new TimedOut(balance));
        }
        return Behaviors.same();
    }
}
