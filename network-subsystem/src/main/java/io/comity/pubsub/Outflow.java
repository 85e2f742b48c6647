package io.comity.pubsub;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;

/**
 * What one other node is told: numbered from 1 on without gaps, at most {@link #MAX_UNDERWAY} that it has not dealt with, each said
 * again until it has, since anything told may meet a full queue. Not thread-safe.
 *
 * @param <M> what it is told
 */
final class Outflow<M> {
    /** Messages that the other node may not have dealt with. */
    static final int MAX_UNDERWAY = 8;

    /** Looks between two times that something is said again, at the most: whoever answers nothing is not worth much. */
    static final int MAX_LOOKS = 16;

    private record Sent<M>(long number, M message) {}

    private final ActorRef<M> to;
    private final Deque<Sent<M>> unanswered = new ArrayDeque<>();
    private long sent;
    private long had;
    /** Of the last look. */
    private long hadBefore;
    /** Looks since something was dealt with. */
    private int silent;

    Outflow(ActorRef<M> to) {
        this.to = to;
    }

    ActorRef<M> to() {
        return to;
    }

    boolean hasRoom() {
        return sent - had < MAX_UNDERWAY;
    }

    /** The number of the last that was sent; 0 before the first. */
    long sent() {
        return sent;
    }

    /** Whether something that was sent is not dealt with. */
    boolean isAwaiting() {
        return had < sent;
    }

    /** @param message makes it of its number */
    void send(LongFunction<M> message) {
        Sent<M> next = new Sent<>(++sent, message.apply(sent));
        unanswered.addLast(next);
        to.tell(next.message());
    }

    /**
     * Everything up to this number was dealt with.
     *
     * @return false when that was never sent, and means nothing
     */
    boolean had(long number) {
        if (number <= sent) {
            had = Math.max(had, number);
            while (!unanswered.isEmpty() && unanswered.peekFirst().number() <= had) {
                unanswered.removeFirst();
            }
        }
        return number <= sent;
    }

    /**
     * To be called every now and then: what was not answered since the last time may not have come. Said again at the first such
     * time, the second, the fourth, and so on.
     *
     * @return whether something was not
     */
    boolean again() {
        boolean isStuck = isAwaiting() && had == hadBefore;
        silent = isStuck ? silent + 1 : 0;
        if (isStuck && (Integer.bitCount(silent) == 1 || silent % MAX_LOOKS == 0)) {
            unanswered.forEach(each -> to.tell(each.message()));
        }
        hadBefore = had;
        return isStuck;
    }
}
