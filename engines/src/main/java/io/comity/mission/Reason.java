package io.comity.mission;

import java.util.Locale;
import java.util.Optional;

/** Why a message was not delivered, sorted by what its sender should do. The order is the wire code: append only. */
public enum Reason {
    /** Ask the owner for a grant. Also the answer for what does not exist: the two must not be told apart. */
    DENIED,
    /** The owner withdrew the grant; ask for another. */
    REVOKED,
    /** The grant or invitation, or the message itself, is past its time, or the grant's quota is used up. */
    EXPIRED,
    /** Never send this again: the other side cannot read it. */
    MALFORMED,
    /** Send later: a bounded queue on the way is full. */
    OVERLOADED,
    /** Send elsewhere: the node cannot be reached. */
    UNREACHABLE,
    /** Send later: the grant's rate, or its number of calls at a time, is used up, or its time has not begun. */
    THROTTLED;

    private static final Reason[] BY_CODE = values();

    public int code() {
        return ordinal();
    }

    public static Optional<Reason> ofCode(long code) {
        return code >= 0 && code < BY_CODE.length ? Optional.of(BY_CODE[(int) code]) : Optional.empty();
    }

    /** Lower case, as it appears in counters and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
