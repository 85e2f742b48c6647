package io.comity.bench.chaos;

/** How a link is killed. */
enum Cut {
    /** The connection is ended in both directions, orderly. */
    CLOSE("close", 25),
    /** It is ended in one direction; the other is left open. */
    HALF_CLOSE("half-close", 20),
    /** It is reset, and what was on its way is gone. */
    RESET("reset", 35),
    /** The process between the nodes is stopped in the middle of anything, and goes on later. */
    STALL("stall", 8),
    /** The way in use is refused or goes silent, so that the session moves to the other address. */
    SWITCH("switch", 12);

    final String label;

    /** How many of {@link #OF} are of this kind. */
    final int share;

    static final int OF = 100;

    Cut(String label, int share) {
        this.label = label;
        this.share = share;
    }
}
