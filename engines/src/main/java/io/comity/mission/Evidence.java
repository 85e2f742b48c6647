package io.comity.mission;

import java.util.Locale;

/** What proves a message afterwards to a third party. The order is the wire code, and a child may only ask for more. */
public enum Evidence {
    /** Nothing: it is authenticated between the two nodes and deniable. */
    OFF,
    /** A signature over many messages at once, with a proof that this is one of them. */
    BATCH,
    /** A signature over the message. */
    ALWAYS;

    private static final Evidence[] BY_CODE = values();

    int code() {
        return ordinal();
    }

    /** Code 0 is the first. */
    public static Evidence ofCode(long code) {
        return BY_CODE[(int) code];
    }

    /** Lower case, as in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
