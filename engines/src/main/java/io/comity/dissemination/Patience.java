package io.comity.dissemination;

/**
 * In which turns more neighbours are sought. While there are too few to do without more: in each. Otherwise, as long as nobody is
 * found who wants to be one, less and less often.
 */
final class Patience {
    /** The longest pause. */
    static final int MAX_TURNS = 32;

    private int pauseTurns;
    private int leftTurns;

    /** A neighbour was lost. */
    void lose() {
        pauseTurns = 0;
        leftTurns = 0;
    }

    boolean isOver() {
        return leftTurns == 0;
    }

    /** A turn begins. */
    void turn(boolean hasEnough) {
        leftTurns = hasEnough ? Math.max(0, leftTurns - 1) : 0;
    }

    /** Somebody was sought in this turn, though there are enough. */
    void sought() {
        pauseTurns = Math.min(MAX_TURNS, Math.max(1, 2 * pauseTurns));
        leftTurns = pauseTurns;
    }
}
