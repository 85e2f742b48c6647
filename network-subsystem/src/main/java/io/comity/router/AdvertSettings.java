package io.comity.router;

import io.comity.advert.AdvertTable;
import io.comity.advert.Gossip;
import java.time.Duration;
import java.util.List;

/**
 * How a node speaks of itself and of others.
 *
 * @param manner of its own adverts
 * @param gossip how much is passed on at a time
 * @param gossipEvery how often
 * @param preference the transports in use, the one that others should rather take first
 */
public record AdvertSettings(
        AdvertTable.Manner manner, Gossip.Settings gossip, Duration gossipEvery, List<String> preference) {
    /** An advert is renewed from half of its life on, so it may be looked at this many times in a life. */
    private static final int LOOKS = 8;

    public AdvertSettings {
        preference = List.copyOf(preference);
    }

    Duration renewEvery() {
        return manner.lifetime().dividedBy(LOOKS);
    }
}
