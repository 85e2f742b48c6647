package io.comity.topic;

import io.comity.limit.Limit;

/**
 * Whether a publisher keeps to the rate of its chain, by the times that it signs itself: so every node finds the same, whatever
 * happened on the way. The generic cell rate algorithm (see {@code io.comity.limit.Bucket}), except that sequence numbers are
 * charged and not messages: those that were not seen here, since nobody wanted them or they come later, are taken to have been
 * said as slowly as they may, and cost nothing when they come after all.
 */
final class Pace {
    private final long startMillis;
    private long arrivalNs;

    /** As of a first message at {@code startMillis}. */
    Pace(long startMillis) {
        this.startMillis = startMillis;
    }

    /**
     * Whether {@code count} messages may be said at once.
     *
     * @param unseen sequence numbers before them that were not charged yet
     * @param timeMillis not before that of any before
     */
    boolean admits(Limit limit, long unseen, int count, long timeMillis) {
        return most(limit, unseen, count, timeMillis) == count;
    }

    /** How many messages may be said at once, of {@code count}. */
    int most(Limit limit, long unseen, int count, long timeMillis) {
        long interval = limit.intervalNs();
        if (interval == 0) {
            return count;
        }
        if (!isAffordable(interval, unseen)) {
            return 0;
        }
        long left = limit.toleranceNs() - (start(interval, unseen, timeMillis) - at(timeMillis));
        return left < 0 ? 0 : (int) Math.min(count, left / interval + 1);
    }

    /** Charges what {@link #admits} admitted. */
    void charge(Limit limit, long unseen, int count, long timeMillis) {
        if (limit.intervalNs() != 0) {
            arrivalNs = start(limit.intervalNs(), unseen, timeMillis) + count * limit.intervalNs();
        }
    }

    /** No sum of what is charged overflows. */
    private static boolean isAffordable(long interval, long unseen) {
        return unseen <= Long.MAX_VALUE / 4 / interval;
    }

    /** When the messages at {@code timeMillis} would have been said at the rate. */
    private long start(long interval, long unseen, long timeMillis) {
        return Math.max(at(timeMillis), arrivalNs + unseen * interval);
    }

    private long at(long timeMillis) {
        return (timeMillis - startMillis) * 1_000_000;
    }
}
