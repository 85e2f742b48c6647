package io.comity.dissemination;

import io.comity.dissemination.Output.Standing;
import io.comity.identity.NodeId;
import io.comity.topic.Slot;
import java.util.Collection;
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
    private final int maxPublishers;
    private final long quietNs;
    private final int size;
    /** Those heard least lately first. */
    private final Map<NodeId, Source> sources = new LinkedHashMap<>();

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
        Source source = sources.get(slot.publisher());
        if (source == null) {
            return hasRoom(nowNs) ? Standing.NEW : Standing.CROWDED;
        }
        Window window = source.find(slot.epoch());
        if (window == null) {
            return source.isOld(slot.epoch()) ? Standing.OLD : Standing.NEW;
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
        Source source = sources.get(slot.publisher());
        Window window = source == null ? null : source.find(slot.epoch());
        return window != null && window.isBeyond(slot.sequence());
    }

    private boolean hasRoom(long nowNs) {
        return sources.size() < maxPublishers
                || nowNs - sources.values().iterator().next().heardNs >= quietNs;
    }

    /** Takes a verified message, whatever {@link #judge} says of its publisher. */
    Source add(Slot slot, long eager, long nowNs) {
        Source source = sources.remove(slot.publisher());
        if (source == null) {
            if (sources.size() >= maxPublishers) {
                sources.remove(sources.keySet().iterator().next());
            }
            source = new Source(slot.epoch(), size, eager);
        }
        sources.put(slot.publisher(), source);
        source.heardNs = nowNs;
        source.add(slot.epoch(), slot.sequence());
        return source;
    }

    @Nullable
    Source find(NodeId publisher) {
        return sources.get(publisher);
    }

    Collection<Source> all() {
        return sources.values();
    }

    int publishers() {
        return sources.size();
    }
}
