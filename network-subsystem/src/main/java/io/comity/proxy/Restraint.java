package io.comity.proxy;

import io.comity.mission.Verdict;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a link is to rest whose peer sends what is refused, one cast after the other. All links of a transport share its
 * threads, so that a flood of what is refused would be paid for by whoever sends what is welcome; a link at rest costs nothing, and
 * its peer's own buffers fill.
 *
 * <p>A throttled cast costs the time after which it might have passed, so that a link is read about as fast as what its peer holds
 * admits. Another one costs {@link #REFUSAL_NANOS}. {@link #MAX_LATE} that came too late cost nothing: after a pause of the network
 * that is nobody's fault, and a rest would make those behind them late, too. Whatever is admitted settles all debts: nobody waits who
 * is being served. A peer that is {@link #farAhead far ahead} of an engine waits until that has dealt with some of it, at first for
 * {@link #SHORTEST}, and twice as long each time. Between half and all of what was earned is taken, by chance, so that links which flood together do not come back
 * together. Pure.
 */
final class Restraint {
    /** As many refusals on end are nobody's fault. */
    static final int MAX_ON_END = 16;

    static final long REFUSAL_NANOS = 100_000;

    /** What a sender's outbox holds of short casts: so many may come too late, and another for each that is admitted. */
    static final int MAX_LATE = 100_000;

    /** After that a record is read, whatever the last one brought. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    static final Duration SHORTEST = Duration.ofMillis(1);

    private final long longestNanos;
    private final RandomGenerator random;
    private long onEnd;
    private boolean served;
    private int lateAllowed = MAX_LATE;
    private long debtNanos;
    private boolean farAhead;
    private long waitNanos;

    /** @param heartbeat a link is not taken for dead because of its rest */
    Restraint(Duration heartbeat, RandomGenerator random) {
        this.random = random;
        this.longestNanos = Math.min(LONGEST.toNanos(), heartbeat.toNanos() / 2);
    }

    /** A cast was admitted. */
    void served() {
        served = true;
        lateAllowed = Math.min(MAX_LATE, lateAllowed + 1);
    }

    /** @param late whether the cast came after its own deadline */
    void refused(long verdict, boolean late) {
        if (late && lateAllowed > 0) {
            lateAllowed--;
            return;
        }
        onEnd++;
        debtNanos += Math.min(longestNanos, Math.max(REFUSAL_NANOS, Verdict.retryAfterNs(verdict)));
    }

    /** An engine was told a cast that has much to deal with before it comes to that. */
    void farAhead() {
        farAhead = true;
    }

    /** At the end of a record: what it and those before it have earned; zero for none. */
    long restNanos() {
        waitNanos = farAhead ? Math.min(longestNanos, Math.max(SHORTEST.toNanos(), 2 * waitNanos)) : 0;
        farAhead = false;
        return Math.max(waitNanos, earnedNanos());
    }

    private long earnedNanos() {
        if (served) {
            onEnd = 0;
        }
        boolean rests = onEnd > MAX_ON_END && debtNanos > 0;
        long most = Math.min(longestNanos, debtNanos);
        if (served || rests) {
            debtNanos = 0;
        }
        served = false;
        return rests ? most / 2 + random.nextLong(most / 2 + 1) : 0;
    }
}
