package io.comity.topic;

import io.comity.limit.Limit;
import java.time.Duration;

/**
 * What the owner of a topic took under one grant, whoever said it in whichever epoch, and when. The times that publishers sign say how fast they
 * were, and are theirs to choose; here their messages are counted, of which there may be no more than the rate allows since the grant was first
 * shown: who was cut off brings what it said meanwhile, and nobody more than that.
 */
final class Ration {
    private static final long MILLI = 1_000_000;

    /** How long before it was shown somebody may have begun to publish: after a restart of the owner all are shown anew. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final long sinceMillis;
    private long taken;

    Ration(long nowMillis) {
        sinceMillis = nowMillis - GRACE.toMillis();
    }

    /** Whether so many more may be taken, under a limit that has a rate. */
    boolean admits(Limit limit, int count, long nowMillis) {
        return taken + count <= (limit.toleranceNs() + (nowMillis - sinceMillis) * MILLI) / limit.intervalNs() + 1;
    }

    void charge(int count) {
        taken += count;
    }
}
