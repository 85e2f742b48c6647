package io.comity.bench;

import java.time.Duration;

/**
 * What one contender did in one round.
 *
 * @param oneWayCpuNanos processor time of both ends during the one-way part: unlike the rates, it hardly moves when
 *     something else keeps the machine busy
 */
record Turn(Source.Flow oneWay, long oneWayCpuNanos, Asker.Calls ask1, Asker.Calls ask16) {
    static final int MANY = 16;

    static Turn take(Link link, Duration oneWay, Duration ask) {
        long before = link.cpuNanos();
        Source.Flow flow = link.flow(oneWay);
        long used = link.cpuNanos() - before;
        return new Turn(flow, used, link.calls(1, ask), link.calls(MANY, ask));
    }

    double cpuMicrosPerMessage() {
        return oneWayCpuNanos / 1000.0 / oneWay.messages();
    }
}
