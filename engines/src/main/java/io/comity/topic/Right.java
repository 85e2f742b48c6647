package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.limit.Limit;
import io.comity.mission.Caveat;
import io.comity.mission.Caveats;
import io.comity.mission.Chain;

/**
 * By which somebody publishes.
 *
 * @param grant the id of the chain; nothing for the topic's owner
 * @param chain its bytes
 * @param limit how fast its holder may publish
 * @param root the id of the owner's own grant, of which it came
 * @param ofRoot how fast all may publish together to whom that was passed on
 */
record Right(Bytes grant, Bytes chain, Caveats caveats, Limit limit, Bytes root, Limit ofRoot) {
    static final Right OF_OWNER =
            new Right(Bytes.EMPTY, Bytes.EMPTY, Caveats.NONE, Limit.NONE, Bytes.EMPTY, Limit.NONE);

    static Right of(Chain chain) {
        return new Right(
                chain.id(),
                chain.encoded(),
                chain.caveats(),
                limit(chain.caveats()),
                chain.root().id(),
                limit(chain.root().caveats()));
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
