package io.comity.mission;

import java.util.Locale;

/** What is wrong with a chain, for whoever may know; what a peer hears is its {@link #reason}. */
public enum Flaw {
    /** Too long, or no array of 1 to 8 links. */
    MALFORMED(Reason.MALFORMED),
    /** A link is not signed by the holder of the one before, the first not by the owner, or it is no grant. */
    SIGNATURE(Reason.DENIED),
    /** A link names another owner, mission or serial than the root. */
    OTHER_ROOT(Reason.DENIED),
    /** A link does not name the one before as its parent, or the first one names any. */
    PARENT(Reason.DENIED),
    /** A link states something wider than what it came from. */
    WIDENED(Reason.DENIED),
    /** It was passed on more often than it may be. */
    DEPTH(Reason.DENIED),
    /** Its time is over. */
    EXPIRED(Reason.EXPIRED),
    /** Its time has not begun. */
    EARLY(Reason.THROTTLED);

    private final Reason reason;

    Flaw(Reason reason) {
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Lower case, as it is logged and said. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
