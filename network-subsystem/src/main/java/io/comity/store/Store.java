package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What a node knows for longer than it runs.
 *
 * <p>Reading happens once, when a store is opened: {@link #contents} is what it held then, and the node keeps the living copy in
 * memory. A store therefore answers no questions while a node runs, and nothing on a message's way waits for a disk.
 *
 * <p>Writes are done in the order in which they are asked for, by any thread. A stage completes when its write would survive a
 * loss of power, and not before: whoever must not lose something waits for its stage. Writes asked for together may become
 * durable together, but never one without those before it. A write that fails completes its stage with a {@link
 * StoreException} and leaves what was stored as it was; the node goes on with what it has in memory. At most {@link
 * #MAX_PENDING} writes wait; a further one fails at once, so that a slow disk costs no memory.
 *
 * <p>A store belongs to one process at a time. What a process that was killed had been told is stored, is there for the next
 * one. A store that is damaged is refused when it is opened, and is never emptied or repaired on its own: its owner may have a
 * copy.
 */
public interface Store extends Journal, Holdings, Redemptions, Ledgers, Accounts, AutoCloseable {
    int MAX_PENDING = 16_384;

    /**
     * @param signed the bytes of a NodeAdvert, see there
     * @param source the node that brought it
     */
    record SavedAdvert(NodeId node, Bytes signed, NodeId source) {}

    /** @param epoch the last boot epoch, 0 when there was none */
    record Contents(long epoch, List<SavedAdvert> adverts, Map<String, NodeId> petnames) {
        public static final Contents NONE = new Contents(0, List.of(), Map.of());

        public Contents {
            adverts = List.copyOf(adverts);
            petnames = Map.copyOf(petnames);
        }
    }

    /** What was stored when this was opened. */
    Contents contents();

    /** Remembers the epoch of this boot in place of the last. */
    CompletionStage<Void> putEpoch(long epoch);

    /** In place of another of the same node. */
    CompletionStage<Void> putAdvert(SavedAdvert advert);

    CompletionStage<Void> removeAdvert(NodeId node);

    /** Fails when the name or the node has a petname already. */
    CompletionStage<Void> putPetname(String name, NodeId node);

    CompletionStage<Void> removePetname(String name);

    /** Does what was asked for, then lets go of every file and thread; again does nothing. Later writes fail. */
    @Override
    void close();
}
