package io.comity.mission;

import org.jspecify.annotations.Nullable;

/**
 * The one switch of a grant that every message under it passes: revocation is one volatile write here, and the next message
 * reads it. Gates never open again; a new grant has a new gate.
 */
public final class Gate {
    private volatile @Nullable Reason closed;

    /** Why messages no longer pass, or null while they do. */
    public @Nullable Reason closed() {
        return closed;
    }

    void close(Reason reason) {
        closed = reason;
    }
}
