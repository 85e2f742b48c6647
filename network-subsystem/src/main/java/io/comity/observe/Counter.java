package io.comity.observe;

import io.comity.mission.Reason;

/** What a node counts; {@link #label} is its name on a page, in JSON and in {@code Node.counters()}. */
public enum Counter {
    /** Messages of others handed to an engine here. */
    DELIVERED("delivered"),
    /** Messages of engines here put into a session. */
    SENT("sent"),
    REFUSED_DENIED("refused.denied"),
    REFUSED_REVOKED("refused.revoked"),
    REFUSED_EXPIRED("refused.expired"),
    REFUSED_MALFORMED("refused.malformed"),
    REFUSED_OVERLOADED("refused.overloaded"),
    REFUSED_UNREACHABLE("refused.unreachable"),
    REFUSED_THROTTLED("refused.throttled"),
    /** A stranger's frame that is no handshake of ours, or a handshake that failed. */
    DROPPED_HANDSHAKE("dropped.handshake"),
    /** A connection refused before it was read, because too many are open or half-open. */
    DROPPED_BUSY("dropped.busy"),
    /** A record that is not the authentic next one of its link. */
    DROPPED_RECORD("dropped.record"),
    /** An authentic record whose content breaks the protocol: the link ends. */
    DROPPED_PROTOCOL("dropped.protocol"),
    /** Bytes a transport refused before they reached a link. */
    DROPPED_TRANSPORT("dropped.transport"),
    /** An advert of another node that is not believed, or one more than that node may say. */
    DROPPED_ADVERT("dropped.advert"),
    /** A revocation notice of another node that is not believed, or one more than that node may say. */
    DROPPED_NOTICE("dropped.notice"),
    /** Something handed in as a detached call that is none, or is not signed. */
    DROPPED_CALL("dropped.call"),
    /** Detached calls whose sequence was used before, or is too old to know. */
    REFUSED_REPLAYED("refused.replayed"),
    /** Messages of engines here that waited for a connection and were given up. */
    UNDELIVERED("undelivered"),
    /** Messages of engines here that their proxy refused, for whatever reason: those given up, and those never taken. */
    UNSENT("unsent");

    private static final Counter[] BY_REASON = {
        REFUSED_DENIED,
        REFUSED_REVOKED,
        REFUSED_EXPIRED,
        REFUSED_MALFORMED,
        REFUSED_OVERLOADED,
        REFUSED_UNREACHABLE,
        REFUSED_THROTTLED
    };

    private final String label;

    Counter(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Counter refused(Reason reason) {
        return BY_REASON[reason.ordinal()];
    }
}
