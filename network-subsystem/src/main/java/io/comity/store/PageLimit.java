package io.comity.store;

/** Decides when a page is full. */
final class PageLimit {
    private final int maxBytes;
    private int entriesLeft;
    private long bytes;
    private boolean isEmpty = true;
    private boolean isFull;

    PageLimit(int maxEntries, int maxBytes) {
        this.entriesLeft = Math.max(1, Math.min(maxEntries, TopicLog.MAX_PAGE));
        this.maxBytes = Math.min(maxBytes, TopicLog.MAX_PAGE_BYTES);
    }

    /** How many to look for, so that it shows whether there is more. */
    int rows() {
        return entriesLeft + 1;
    }

    /** Whether one more of this size goes in; the first always does. After one that does not, none does. */
    boolean admits(int size) {
        bytes += size;
        isFull |= entriesLeft == 0 || bytes > maxBytes && !isEmpty;
        isEmpty = false;
        if (!isFull) {
            entriesLeft--;
        }
        return !isFull;
    }

    /** Whether one was not admitted. */
    boolean isFull() {
        return isFull;
    }
}
