package io.comity.pubsub;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/**
 * The way by which one other node speaks to the engine of a topic. What it says has its turn there, and only so much of it waits: more is not
 * heard. Whoever keeps to the protocol waits for an answer long before, and says most of it again when that does not come. Thread-safe.
 */
final class Inlet {
    /** Whoever keeps to the protocol may await the storing of {@link Questions#MAX_AWAITED} at once, and little more. */
    static final int MAX_MESSAGES = 2 * Questions.MAX_AWAITED;

    /** Of one node; a single message may be longer. */
    static final long MAX_BYTES = 16 << 20;

    /** What anything costs that a message lists, beside its bytes: lists of nothing would else have no bound. */
    static final int OBJECT_BYTES = 64;

    private int messages;
    private long bytes;

    /**
     * @param size of a message, as far as it holds bytes
     * @param turn puts a message on the engine's turn, which then runs what it is given besides
     */
    static <M> Behavior<M> create(ToIntFunction<M> size, BiConsumer<M, Runnable> turn) {
        Inlet inlet = new Inlet();
        return Behaviors.receiveMessage(said -> {
            int length = size.applyAsInt(said);
            if (inlet.enters(length)) {
                turn.accept(said, () -> inlet.left(length));
            }
            return Behaviors.same();
        });
    }

    synchronized boolean enters(int length) {
        if (messages >= MAX_MESSAGES || messages > 0 && bytes + length > MAX_BYTES) {
            return false;
        }
        messages++;
        bytes += length;
        return true;
    }

    synchronized void left(int length) {
        messages--;
        bytes -= length;
    }
}
