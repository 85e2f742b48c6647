package io.comity.detached;

import java.util.Locale;

/** What became of the call of a key that holds a grant. The order is the wire code: append only. Always signed. */
public enum Outcome {
    /** Delivered; if a reply was wanted, this is it. */
    OK(200),
    /** It names another boot epoch than the one in this answer: use that one. Never delivered. */
    EPOCH(409),
    /** Its creation is more than a minute from this node's clock, which the answer tells. Never delivered. */
    CLOCK(409),
    /** Its sequence was used, or is too old to know. It may have been delivered before. */
    REPLAYED(409),
    /** Its deadline is past, or no reply came in time; in the second case it was delivered. */
    EXPIRED(504),
    /** The grant was withdrawn meanwhile; it may have been delivered. */
    REVOKED(403),
    /** The body is not one of this message, or names a reply although none is wanted, or the other way round. */
    MALFORMED(422),
    /** A bounded queue is full: send again, later, with another sequence. Never delivered. */
    OVERLOADED(503),
    /** It was delivered, and the reply cannot be sent outside a session. */
    UNSENDABLE(502),
    /** The grant's limits are used up: send again, later, with another sequence. Never delivered. */
    THROTTLED(429);

    private final int httpStatus;

    Outcome(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int code() {
        return ordinal();
    }

    /** Lower case, as it travels in a header. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int httpStatus() {
        return httpStatus;
    }
}
