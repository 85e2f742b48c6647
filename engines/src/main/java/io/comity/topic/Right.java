package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.limit.Limit;
import io.comity.mission.Caveat;
import io.comity.mission.Caveats;

/**
 * By which somebody publishes.
 *
 * @param grant the id of the chain; nothing for the topic's owner
 * @param chain its bytes
 */
record Right(Bytes grant, Bytes chain, Caveats caveats, Limit limit) {
    static final Right OF_OWNER = new Right(Bytes.EMPTY, Bytes.EMPTY, Caveats.NONE);

    Right(Bytes grant, Bytes chain, Caveats caveats) {
        this(grant, chain, caveats, limit(caveats));
    }

    private static Limit limit(Caveats caveats) {
        long interval = caveats.get(Caveat.INTERVAL).orElse(0L);
        long tolerance = Limit.toleranceNs(interval, caveats.get(Caveat.BURST).orElse(1L));
        return new Limit(interval, tolerance, Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Whether it was good for what was said at this second. */
    boolean covers(long seconds) {
        return seconds >= caveats.notBefore() && seconds < caveats.expiry();
    }
}
