package io.comity.dissemination;

import io.comity.topic.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The slots that were announced and have not come, and who announced each. One is asked at a time, each once: whoever failed
 * least first, of those whoever announced first. A slot of which everybody was asked is wanted no more until it is announced
 * again. What one neighbour can have in here is bounded, and so is everything, whatever it announces; it takes no place from the
 * others' announcements.
 */
final class Wanted {
    /** One slot. */
    static final class Want {
        final Slot slot;
        private final long order;
        private final List<Neighbour> announcers = new ArrayList<>();
        private long dueNs;
        private @Nullable Neighbour asked;

        private Want(Slot slot, long order) {
            this.slot = slot;
            this.order = order;
        }

        boolean isAskedOf(Neighbour neighbour) {
            return asked == neighbour;
        }

        boolean isAnnouncedBy(Neighbour neighbour) {
            return asked == neighbour || announcers.contains(neighbour);
        }
    }

    /** Differences, since only they mean anything. */
    private static final Comparator<Want> SOONEST_FIRST = ((Comparator<Want>)
                    (one, other) -> Long.signum(one.dueNs - other.dueNs))
            .thenComparingLong(want -> want.order);

    private final int maxOpen;
    private final Map<Slot, Want> wants = new HashMap<>();
    private final TreeSet<Want> byTime = new TreeSet<>(SOONEST_FIRST);
    private long made;

    /** @param maxOpen slots that one neighbour's announcements may keep here */
    Wanted(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    /** @param firstNs when somebody is asked, unless others announced it before */
    void announced(Slot slot, Neighbour by, long firstNs) {
        Want want = wants.get(slot);
        if (by.open >= maxOpen || want != null && want.isAnnouncedBy(by)) {
            return;
        }
        if (want == null) {
            want = new Want(slot, made++);
            wants.put(slot, want);
            reschedule(want, firstNs);
        }
        want.announcers.add(by);
        by.open++;
    }

    /** It came, or is wanted no more. */
    @Nullable
    Want remove(Slot slot) {
        Want want = wants.remove(slot);
        if (want != null) {
            byTime.remove(want);
            want.announcers.forEach(announcer -> announcer.open--);
            release(want);
        }
        return want;
    }

    /** The next of which it is time, taken out of the order of time until {@link #reschedule}. */
    @Nullable
    Want pollDue(long nowNs) {
        return byTime.isEmpty() || byTime.first().dueNs - nowNs > 0 ? null : byTime.pollFirst();
    }

    /** Whoever was asked last, and is asked no more. */
    @Nullable
    Neighbour release(Want want) {
        Neighbour asked = want.asked;
        if (asked != null) {
            asked.open--;
            want.asked = null;
        }
        return asked;
    }

    /** Who is best asked now. */
    @Nullable
    Neighbour best(Want want) {
        Neighbour best = null;
        for (Neighbour announcer : want.announcers) {
            if (best == null || announcer.faults < best.faults) {
                best = announcer;
            }
        }
        return best;
    }

    void ask(Want want, Neighbour announcer, long untilNs) {
        want.announcers.remove(announcer);
        want.asked = announcer;
        reschedule(want, untilNs);
    }

    void reschedule(Want want, long dueNs) {
        byTime.remove(want);
        want.dueNs = dueNs;
        byTime.add(want);
    }

    /** What it announced counts no more, and what it was asked for is due. */
    void forget(Neighbour neighbour, long nowNs) {
        for (Want want : List.copyOf(wants.values())) {
            want.announcers.remove(neighbour);
            if (want.asked == neighbour) {
                want.asked = null;
                reschedule(want, nowNs);
            }
            if (want.asked == null && want.announcers.isEmpty()) {
                remove(want.slot);
            }
        }
        neighbour.open = 0;
    }

    @Nullable
    Want find(Slot slot) {
        return wants.get(slot);
    }

    int size() {
        return wants.size();
    }

    OptionalLong dueNs() {
        return byTime.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byTime.first().dueNs);
    }
}
