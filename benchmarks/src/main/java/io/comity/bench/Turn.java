package io.comity.bench;

import java.time.Duration;

/** What one contender did in one round. */
record Turn(Source.Flow oneWay, Asker.Calls ask1, Asker.Calls ask16) {
    static final int MANY = 16;

    static Turn take(Link link, Duration oneWay, Duration ask) {
        return new Turn(link.flow(oneWay), link.calls(1, ask), link.calls(MANY, ask));
    }
}
