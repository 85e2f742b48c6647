package io.comity.pubsub;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.HashMap;
import java.util.Map;

/** Lets through what comes later in its publisher's order than everything before it, so that nothing is handed over out of order. */
final class InOrder {
    private final Map<NodeId, Slot> last = new HashMap<>();

    /** Whether the message in {@code slot} comes after all of its publisher so far; if so, it is the last now. */
    boolean isNext(Slot slot) {
        Slot before = last.get(slot.publisher());
        boolean isNext = before == null
                || slot.epoch() > before.epoch()
                || slot.epoch() == before.epoch() && slot.sequence() > before.sequence();
        if (isNext) {
            last.put(slot.publisher(), slot);
        }
        return isNext;
    }
}
