package io.comity.dissemination;

import io.comity.dissemination.Output.Standing;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which slots were taken, in bounded memory: of each publisher the two latest epochs, of each of these a {@link Window}.
 *
 * <p>At the bound of publishers a new one takes the place of the one that was heard least lately, if that has been quiet for
 * long enough; until then the new one's messages are {@link Standing#CROWDED}. Forgetting a publisher that still publishes would
 * let anybody who kept its messages bring them again. Only verified messages move anything here, so a publisher that
 * claims absurd numbers harms nobody but itself.
 */
final class Seen {
    private static final class Publisher {
        Window latest;
        @Nullable Window before;
        long heardNs;

        Publisher(Window first) {
            this.latest = first;
        }

        @Nullable Window find(long epoch) {
            return latest.epoch == epoch ? latest : before != null && before.epoch == epoch ? before : null;
        }

        boolean isOld(long epoch) {
            return epoch < latest.epoch && before != null && epoch < before.epoch;
        }

        Window make(long epoch, int size) {
            Window made = new Window(epoch, size);
            if (epoch > latest.epoch) {
                before = latest;
                latest = made;
            } else {
                before = made;
            }
            return made;
        }
    }

    private final int maxPublishers;
    private final long quietNs;
    private final int size;
    /** Those heard least lately first. */
    private final Map<NodeId, Publisher> publishers = new LinkedHashMap<>();

    /**
     * @param quietNs after which a publisher gives way
     * @param size of windows, a multiple of 64
     */
    Seen(int maxPublishers, long quietNs, int size) {
        this.maxPublishers = maxPublishers;
        this.quietNs = quietNs;
        this.size = size;
    }

    Standing judge(Slot slot, long nowNs) {
        Publisher publisher = publishers.get(slot.publisher());
        if (publisher == null) {
            return hasRoom(nowNs) ? Standing.NEW : Standing.CROWDED;
        }
        Window window = publisher.find(slot.epoch());
        if (window == null) {
            return publisher.isOld(slot.epoch()) ? Standing.OLD : Standing.NEW;
        }
        if (window.isBehind(slot.sequence())) {
            return Standing.OLD;
        }
        return window.contains(slot.sequence()) ? Standing.SEEN : Standing.NEW;
    }

    /** Whether a slot that somebody only speaks of may be a new message's: not beyond the windows either. */
    boolean isPlausible(Slot slot, long nowNs) {
        return judge(slot, nowNs) == Standing.NEW && !isBeyond(slot);
    }

    private boolean isBeyond(Slot slot) {
        Publisher publisher = publishers.get(slot.publisher());
        Window window = publisher == null ? null : publisher.find(slot.epoch());
        return window != null && window.isBeyond(slot.sequence());
    }

    private boolean hasRoom(long nowNs) {
        return publishers.size() < maxPublishers
                || nowNs - publishers.values().iterator().next().heardNs >= quietNs;
    }

    /** Takes a verified message, whatever {@link #judge} says of its publisher. */
    void add(Slot slot, long nowNs) {
        Publisher publisher = publishers.remove(slot.publisher());
        if (publisher == null) {
            publisher = new Publisher(new Window(slot.epoch(), size));
            if (publishers.size() >= maxPublishers) {
                publishers.remove(publishers.keySet().iterator().next());
            }
        }
        publishers.put(slot.publisher(), publisher);
        publisher.heardNs = nowNs;
        Window window = publisher.find(slot.epoch());
        (window == null ? publisher.make(slot.epoch(), size) : window).add(slot.sequence());
    }

    int publishers() {
        return publishers.size();
    }
}
