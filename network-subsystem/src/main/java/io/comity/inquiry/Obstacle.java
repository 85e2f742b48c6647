package io.comity.inquiry;

import java.util.Locale;

/**
 * Something that stands in the way of messages of one node under one mission, or that is good to know about them.
 *
 * @param stops whether no message passes as long as it is so
 * @param text one sentence about the other node, with the cure; the other node is "it"
 */
public record Obstacle(Kind kind, boolean stops, String text) {
    /** What kind of thing, for programs. */
    public enum Kind {
        NO_SUCH_MISSION,
        NOT_RUNNING,
        REFUSED,
        NOT_GRANTED,
        REVOKED,
        EXPIRED,
        NOT_YET,
        SPENT,
        THROTTLED,
        NOTHING_LEFT,
        ENGINE_ABSENT,
        NOT_CONNECTED,
        UNREACHABLE,
        NEVER_MET,
        NOT_TOLD,
        TOLD;

        /** Lower case with hyphens. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Obstacle stops(Kind kind, String text) {
        return new Obstacle(kind, true, text);
    }

    static Obstacle note(Kind kind, String text) {
        return new Obstacle(kind, false, text);
    }
}
