package io.comity.pubsub;

import io.comity.topic.Batch;
import io.comity.topic.Slot;
import io.comity.topic.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The batches that were spread lately, each in the slot of its first message, for whoever missed them. Finding some takes as long as
 * there are of them, however many are kept: whoever asks for what is not here costs next to nothing. Used by its {@link Spreading}
 * only.
 */
final class Spread {
    /** Bytes of batches that are kept; of more the oldest go before their time. */
    static final int MAX_BYTES = 32 << 20;

    private static final Comparator<Slot> IN_ORDER =
            Comparator.comparing(Slot::publisher).thenComparingLong(Slot::epoch).thenComparingLong(Slot::sequence);

    /** @param passed how it is told to neighbours */
    record Kept(Batch batch, Exchange.Passed passed) {
        Slot slot() {
            return batch.stamp().first();
        }

        private long end() {
            return batch.stamp().slot(batch.stamp().count() - 1).sequence();
        }
    }

    private final Map<Slot, Kept> byAge = new LinkedHashMap<>();
    private final NavigableMap<Slot, Kept> bySlot = new TreeMap<>(IN_ORDER);
    private long bytes;

    /** @return the slots of those that went before their time */
    List<Slot> add(Kept kept) {
        forget(kept.slot());
        byAge.put(kept.slot(), kept);
        bySlot.put(kept.slot(), kept);
        bytes += kept.passed().bytes();
        List<Slot> gone = new ArrayList<>();
        while (bytes > MAX_BYTES) {
            Slot oldest = byAge.keySet().iterator().next();
            forget(oldest);
            gone.add(oldest);
        }
        return gone;
    }

    void forget(Slot slot) {
        Kept gone = byAge.remove(slot);
        bySlot.remove(slot);
        bytes -= gone == null ? 0 : gone.passed().bytes();
    }

    @Nullable
    Kept find(Slot slot) {
        return byAge.get(slot);
    }

    void clear() {
        byAge.clear();
        bySlot.clear();
        bytes = 0;
    }

    /**
     * Those that have any of a publisher's messages from {@code first} to {@code last}, in order.
     *
     * @param most bytes, after which there is no more
     */
    List<Batch> of(Slot first, long last, long most) {
        Slot from = new Slot(first.publisher(), first.epoch(), Math.max(1, first.sequence() - Stamp.MAX_COUNT + 1));
        Slot to = new Slot(first.publisher(), first.epoch(), last);
        List<Batch> found = new ArrayList<>();
        long taken = 0;
        for (Kept kept : bySlot.subMap(from, true, to, true).values()) {
            if (taken > most) {
                break;
            }
            if (kept.end() >= first.sequence()) {
                found.add(kept.batch());
                taken += kept.batch().bytes().length;
            }
        }
        return found;
    }
}
