package io.comity.dissemination;

import java.util.random.RandomGenerator;

/**
 * In which turns a node that lacks nothing changes places all the same, so that parts which lost each other meet again: soon after
 * it joined, when its part is small and it remembers others, and from then on less and less often, since every move costs its
 * neighbours a branch of their trees.
 */
final class Moves {
    static final int FIRST_TURNS = 4;
    static final int MAX_TURNS = 1024;

    private final RandomGenerator random;
    private int pauseTurns = FIRST_TURNS;
    private int leftTurns;

    Moves(RandomGenerator random) {
        this.random = random;
        this.leftTurns = pause();
    }

    /** A turn begins. */
    boolean isDue() {
        leftTurns--;
        if (leftTurns > 0) {
            return false;
        }
        pauseTurns = Math.min(MAX_TURNS, 4 * pauseTurns);
        leftTurns = pause();
        return true;
    }

    private int pause() {
        return pauseTurns / 2 + random.nextInt(pauseTurns);
    }
}
