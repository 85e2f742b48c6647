package io.comity.dissemination;

import io.comity.topic.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages that were taken, so many and so long, and which neighbours have each or were told of it. Neighbours are
 * bits of a mask, by their seats.
 */
final class Recent {
    static final class Entry {
        final Slot slot;
        final long takenNs;
        /** Who sent it here. */
        long gave;
        /** To whom it was sent. */
        long sent;
        /** Who was told that it can be had. */
        long offered;

        Entry(Slot slot, long takenNs) {
            this.slot = slot;
            this.takenNs = takenNs;
        }
    }

    private final int max;
    private final long keepNs;
    private final Map<Slot, Entry> entries = new HashMap<>();
    private final ArrayDeque<Entry> order = new ArrayDeque<>();

    Recent(int max, long keepNs) {
        this.max = max;
        this.keepNs = keepNs;
    }

    @Nullable
    Entry find(Slot slot) {
        return entries.get(slot);
    }

    Entry add(Slot slot, long nowNs) {
        Entry entry = new Entry(slot, nowNs);
        entries.put(slot, entry);
        order.addLast(entry);
        return entry;
    }

    /** Lets go of what is too much or was kept long enough. */
    List<Slot> expire(long nowNs) {
        List<Slot> gone = new ArrayList<>();
        while (order.size() > max || !order.isEmpty() && nowNs - order.getFirst().takenNs >= keepNs) {
            Slot slot = order.removeFirst().slot;
            if (entries.remove(slot) != null) {
                gone.add(slot);
            }
        }
        return gone;
    }

    /** The message can no longer be had here. */
    void remove(Slot slot) {
        entries.remove(slot);
    }

    /** The latest {@code count}, oldest first. */
    List<Entry> latest(int count) {
        return order.stream()
                .skip(Math.max(0, order.size() - count))
                .filter(entry -> entries.containsKey(entry.slot))
                .toList();
    }

    void forget(Neighbour neighbour) {
        for (Entry entry : order) {
            entry.gave &= ~neighbour.bit;
            entry.sent &= ~neighbour.bit;
            entry.offered &= ~neighbour.bit;
        }
    }

    OptionalLong dueNs() {
        return order.isEmpty() ? OptionalLong.empty() : OptionalLong.of(order.getFirst().takenNs + keepNs);
    }
}
