package io.comity.bench;

import java.time.Duration;

/**
 * When each contender works.
 *
 * @param measured one-way time of each contender, spread over the rounds; each kind of ask gets a quarter of it
 * @param warmUp one-way time of each contender before the first round, and as much again for the asks
 * @param rounds turns of each contender, in alternation
 */
public record Schedule(Duration measured, Duration warmUp, int rounds) {
    static final int MAX_ROUNDS = 100;
    static final long MAX_SECONDS = 3_600;
    private static final int ASK_SHARE = 4;

    public Schedule {
        Ranges.check("--rounds", rounds, 1, MAX_ROUNDS);
        Ranges.check("--seconds", measured.toMillis(), 1, MAX_SECONDS * 1000);
        Ranges.check("--warmup", warmUp.toMillis(), 0, MAX_SECONDS * 1000);
    }

    Duration oneWayTurn() {
        return measured.dividedBy(rounds);
    }

    Duration askTurn() {
        return oneWayTurn().dividedBy(ASK_SHARE);
    }
}
