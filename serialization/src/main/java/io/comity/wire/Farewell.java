package io.comity.wire;

import java.util.Optional;

/** Why a link is ended by a node that could go on. The order is the wire code: append only. */
public enum Farewell {
    /** The node stops: the session is over. */
    STOPPING,
    /** Nothing was said for a while: the session stays, and either side may dial when there is something to say. */
    IDLE,
    /** Too many nodes are connected: dial again after the time it names. */
    OVER_CAPACITY,
    /** The owner wants nothing to do with the other node. */
    DENIED,
    /**
     * Two processes use the other node's key. With no time to wait the session stays; else it is over, and dialling again may help
     * after the time it names.
     */
    TWICE;

    private static final Farewell[] BY_CODE = values();

    public int code() {
        return ordinal();
    }

    public static Optional<Farewell> ofCode(long code) {
        return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[(int) code]) : Optional.empty();
    }
}
