package io.comity.bench.chaos;

import java.util.HashSet;
import java.util.Set;

/**
 * What came of one stream of messages that are numbered 0, 1, 2 and so on. A number that is skipped counts as lost until it
 * comes after all, and then as reordered; one that comes again counts as repeated.
 */
final class Ledger {
    /** Numbers that may be missing at a time; those skipped beyond it stay lost. */
    static final int MAX_MISSING = 1_000_000;

    private final Set<Long> missing = new HashSet<>();
    private long next;
    private long received;
    private long lost;
    private long repeated;
    private long reordered;

    /**
     * @param received messages, whatever their number
     * @param lost numbers below the highest that never came
     */
    record Count(long received, long lost, long repeated, long reordered) {}

    void came(long number) {
        received++;
        if (number >= next) {
            skipTo(number);
            next = number + 1;
        } else if (missing.remove(number)) {
            lost--;
            reordered++;
        } else {
            repeated++;
        }
    }

    private void skipTo(long number) {
        lost += number - next;
        for (long skipped = next; skipped < number && missing.size() < MAX_MISSING; skipped++) {
            missing.add(skipped);
        }
    }

    /** @param sent how many were sent in all, or fewer than that while they are under way */
    Count count(long sent) {
        return new Count(received, lost + Math.max(0, sent - next), repeated, reordered);
    }
}
