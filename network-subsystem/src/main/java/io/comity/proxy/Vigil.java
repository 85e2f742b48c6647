package io.comity.proxy;

import java.time.Duration;

/**
 * What each beat of the heart means for the link that is up: whether the other side is still there, whether keys are due to
 * change, whether anything was said lately. Pure: counts beats, and knows no clock.
 */
final class Vigil {
    /** What is to be done at one beat. */
    enum Finding {
        /** Nothing. */
        WELL,
        /** Nothing new was said since the last beat: memory of a rush may be given back. */
        QUIET,
        /** Close the link as idle. */
        IDLE,
        /** It was closed as idle and the other side did not follow: end it. */
        OVERDUE,
        /** The other side, or the way to it, is gone. */
        DEAD
    }

    private final NodeProxy.Vigilance vigilance;
    private final long idleBeats;
    private final long rekeyBeats;
    private long openedBefore;
    private long activityBefore;
    private long silent;
    private long quiet;
    private long beats;

    Vigil(NodeProxy.Vigilance vigilance) {
        this.vigilance = vigilance;
        this.idleBeats = vigilance.beatsIn(vigilance.idle());
        this.rekeyBeats = vigilance.beatsIn(vigilance.rekey());
    }

    /**
     * @param opened records that came over this link so far, acknowledgements too
     * @param activity grows with every message in either direction
     * @param waiting whether the other side has yet to acknowledge something
     * @param permanent never idle
     * @param peerHeartbeat how long the other side may be silent, as it said
     */
    Finding beat(long opened, long activity, boolean waiting, boolean permanent, Duration peerHeartbeat) {
        beats++;
        silent = opened == openedBefore ? silent + 1 : 0;
        quiet = activity == activityBefore && !waiting ? quiet + 1 : 0;
        openedBefore = opened;
        activityBefore = activity;
        if (silent >= vigilance.missedBeats() * beatsFor(peerHeartbeat)) {
            return Finding.DEAD;
        }
        if (quiet == 0) {
            return Finding.WELL;
        }
        if (permanent || quiet < idleBeats) {
            return Finding.QUIET;
        }
        return quiet == idleBeats ? Finding.IDLE : Finding.OVERDUE;
    }

    /** Whoever beats more slowly than this side is waited for in its own beats. */
    private long beatsFor(Duration peerHeartbeat) {
        long own = vigilance.heartbeat().toNanos();
        return Math.max(1, (peerHeartbeat.toNanos() + own - 1) / own);
    }

    /** Whether keys are to be changed at this beat. */
    boolean isRekeyDue() {
        return beats % rekeyBeats == 0;
    }
}
