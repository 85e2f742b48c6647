package io.comity.reference;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;

/**
 * What one peer told one engine that still waits in the engine's mailbox, which itself has no bound. After every few messages the engine is
 * told a {@link Mark}: when that has its turn, all before it are dealt with. A peer that is far ahead is {@link #isLong read no further}, and one
 * that says more all the same is {@link #isFull refused}. Thread-safe.
 */
public final class Backlog {
    /** Messages that wait, from which on nothing more is read of the peer for a while. */
    static final int LONG_MESSAGES = 8_192;

    /** And their bytes. */
    static final long LONG_BYTES = 8 << 20;

    /** As many wait, and not one more. */
    public static final int MAX_MESSAGES = 65_536;

    /** Nor one more when so many of their bytes wait; the last before that may be as long as messages are. */
    static final long MAX_BYTES = 32 << 20;

    /** Messages after which there is a mark. */
    static final int MARK_EVERY = 256;

    private static final long MARK_EVERY_BYTES = 64 << 10;

    private final ActorRef<Object> engine;
    private long messages;
    private long bytes;
    private int unmarked;
    private long unmarkedBytes;
    private volatile boolean full;

    Backlog(ActorRef<?> engine) {
        this.engine = engine.unsafeUpcast();
    }

    /** Is told to an engine after what it counts, and never reaches the behaviour of its author. */
    private record Mark(Backlog of, int messages, long bytes) {
        private void reached() {
            of.dealtWith(messages, bytes);
        }
    }

    private static final class Marks extends BehaviorInterceptor<Object, Object> {
        private Marks() {
            super(Object.class);
        }

        @Override
        public Behavior<Object> aroundReceive(
                TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
            if (message instanceof Mark mark) {
                mark.reached();
                return Behaviors.same();
            }
            return target.apply(context, message);
        }
    }

    /** An engine that takes marks out of its mailbox, and behaves otherwise as it did: whatever is {@link #told} must be one. */
    public static Behavior<Object> marking(Behavior<Object> engine) {
        return Behaviors.intercept(Marks::new, engine);
    }

    ActorRef<Object> engine() {
        return engine;
    }

    /**
     * The engine was told a message of so many bytes.
     *
     * @return as {@link #isLong}
     */
    public synchronized boolean told(int size) {
        count(1, size);
        unmarked++;
        unmarkedBytes += size;
        if (unmarked >= MARK_EVERY || unmarkedBytes >= MARK_EVERY_BYTES) {
            engine.tell(new Mark(this, unmarked, unmarkedBytes));
            unmarked = 0;
            unmarkedBytes = 0;
        }
        return isLong();
    }

    /** Whether so much waits that the peer should wait too. */
    synchronized boolean isLong() {
        return messages >= LONG_MESSAGES || bytes >= LONG_BYTES;
    }

    private synchronized void dealtWith(int markedMessages, long markedBytes) {
        count(-markedMessages, -markedBytes);
    }

    private void count(long moreMessages, long moreBytes) {
        messages += moreMessages;
        bytes += moreBytes;
        full = messages >= MAX_MESSAGES || bytes >= MAX_BYTES;
    }

    /** Whether nothing more may wait. */
    public boolean isFull() {
        return full;
    }
}
