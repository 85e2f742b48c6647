package io.comity.pubsub;

import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets through what comes later in its publisher's order than everything before it, so that nothing is handed over out of order. */
final class InOrder {
    /** Publishers that are told apart; of more, which only history can have, nothing is let through. */
    static final int MAX_PUBLISHERS = 4_096;

    private final Map<NodeId, Slot> last = new HashMap<>();

    /** The same, for another. */
    InOrder copy() {
        InOrder copy = new InOrder();
        copy.last.putAll(last);
        return copy;
    }

    /** From now on, what comes after both this and the other. */
    void merge(InOrder other) {
        other.last.values().forEach(this::isNext);
    }

    /** The last of each publisher. */
    List<Slot> last() {
        return List.copyOf(last.values());
    }

    /** Whether the message in {@code slot} comes after all of its publisher so far; if so, it is the last now. */
    boolean isNext(Slot slot) {
        Slot before = last.get(slot.publisher());
        boolean isNext = before == null
                ? last.size() < MAX_PUBLISHERS
                : slot.epoch() > before.epoch()
                        || slot.epoch() == before.epoch() && slot.sequence() > before.sequence();
        if (isNext) {
            last.put(slot.publisher(), slot);
        }
        return isNext;
    }
}
