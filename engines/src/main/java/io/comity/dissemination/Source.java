package io.comity.dissemination;

import org.jspecify.annotations.Nullable;

/** What is remembered of one publisher: what it said, in its two latest epochs, and to which neighbours that goes whole. */
final class Source {
    /** Neighbours by their bits. */
    long eager;

    long heardNs;
    private final int size;
    private Window latest;
    private @Nullable Window before;

    /**
     * @param size of windows, a multiple of 64
     * @param eager all neighbours there are
     */
    Source(long epoch, int size, long eager) {
        this.size = size;
        this.eager = eager;
        this.latest = new Window(epoch, size);
    }

    @Nullable
    Window find(long epoch) {
        return latest.epoch == epoch ? latest : before != null && before.epoch == epoch ? before : null;
    }

    /** Whether the epoch is neither of the two nor later than the earlier one. */
    boolean isOld(long epoch) {
        return epoch < latest.epoch && before != null && epoch < before.epoch;
    }

    void add(long epoch, long sequence) {
        Window found = find(epoch);
        (found == null ? make(epoch) : found).add(sequence);
    }

    private Window make(long epoch) {
        Window made = new Window(epoch, size);
        if (epoch > latest.epoch) {
            before = latest;
            latest = made;
        } else {
            before = made;
        }
        return made;
    }

    boolean isEager(Neighbour neighbour) {
        return (eager & neighbour.bit) != 0;
    }
}
