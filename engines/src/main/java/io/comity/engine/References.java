package io.comity.engine;

import akka.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Where the {@code ActorRef}s inside bodies become table entries and back, for one peer. An index means something only to
 * the session whose tables gave it.
 */
public interface References {
    /**
     * Lets the peer send messages of {@code protocol} to {@code ref}. Asked once for every occurrence, also in a message that
     * later turns out too large to send, so the same ref should get the same index.
     *
     * @return the index that travels, 0 or more
     */
    long export(ActorRef<?> ref, Protocol<?> protocol);

    /**
     * Finds or makes the local actor that stands for entry {@code index} of the peer's table. Asked as soon as the ref is
     * met, so also for bodies that turn out malformed further on.
     *
     * @param index 0 or more, chosen by the peer
     * @return null if the peer may not name this index, or not with this protocol; the body is then malformed
     */
    @Nullable
    ActorRef<?> importRef(long index, Protocol<?> protocol);
}
