package io.comity.mission;

import java.util.Optional;

/**
 * One number by which a grant may be narrowed, with its order: what is narrower is larger or smaller, see each. The key is the
 * wire code; the set only grows, and whoever meets a key that it does not know refuses the grant.
 */
public enum Caveat {
    /** Unix seconds from which it may be used; later is narrower. */
    NOT_BEFORE(1, true, 0, Caveat.MAX_SECONDS),
    /** Unix seconds from which it may no longer be used; earlier is narrower. */
    EXPIRY(2, false, 0, Caveat.MAX_SECONDS),
    /** Nanoseconds that each message takes of the rate; more is narrower. */
    INTERVAL(3, true, 1, 24L * 3_600 * 1_000_000_000),
    /** Messages at once before the rate holds them; without it, one. */
    BURST(4, false, 1, 1_000_000),
    /** Calls that wait for their reply at one time. */
    IN_FLIGHT(5, false, 0, 1_000_000),
    /** Messages in all. */
    QUOTA(6, false, 0, 1_000_000_000_000_000L),
    /** Bytes of one message's body. */
    BYTES(7, false, 0, 1L << 30),
    /** The code of an {@link Evidence}; more is narrower. */
    EVIDENCE(8, true, 0, Evidence.values().length - 1),
    /** How many links may follow; without it in the root, none. */
    DEPTH(9, false, 0, Chain.MAX_LINKS - 1);

    /** The end of the year 9999. */
    static final long MAX_SECONDS = 253_402_300_799L;

    private static final Caveat[] ALL = values();

    private final int key;
    private final boolean moreIsNarrower;
    private final long min;
    private final long max;

    Caveat(int key, boolean moreIsNarrower, long min, long max) {
        this.key = key;
        this.moreIsNarrower = moreIsNarrower;
        this.min = min;
        this.max = max;
    }

    int key() {
        return key;
    }

    static Optional<Caveat> ofKey(long key) {
        return key >= 1 && key <= ALL.length ? Optional.of(ALL[(int) key - 1]) : Optional.empty();
    }

    boolean holds(long value) {
        return value >= min && value <= max;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    /** Whether {@code child} allows nothing that {@code parent} does not. */
    boolean narrows(long child, long parent) {
        return moreIsNarrower ? child >= parent : child <= parent;
    }
}
