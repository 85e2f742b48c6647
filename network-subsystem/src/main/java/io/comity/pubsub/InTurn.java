package io.comity.pubsub;

/** Lets through what comes in its turn: of one run 1, 2, 3 and so on, until a higher run begins. */
final class InTurn {
    private long run = Long.MIN_VALUE;
    private long number;

    /** Whether it comes in its turn; if so, the next one is due. */
    boolean take(long ofRun, long ofNumber) {
        boolean isNext = ofRun == run && ofNumber == number + 1 || ofRun > run && ofNumber == 1;
        if (isNext) {
            run = ofRun;
            number = ofNumber;
        }
        return isNext;
    }
}
