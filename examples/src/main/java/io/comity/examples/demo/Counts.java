package io.comity.examples.demo;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Alice's node counted while something was going on.
 *
 * @param delivered messages that reached her engine
 * @param refused answered with a reason, by reason
 * @param dropped met with silence, by where
 */
record Counts(long delivered, SortedMap<String, Long> refused, SortedMap<String, Long> dropped) {
    private static final String REFUSED = "refused.";
    private static final String DROPPED = "dropped.";

    static Counts between(Map<String, Long> before, Map<String, Long> after) {
        return new Counts(
                grown("delivered", before, after),
                grownBelow(REFUSED, before, after),
                grownBelow(DROPPED, before, after));
    }

    long refusedInAll() {
        return sum(refused);
    }

    long droppedInAll() {
        return sum(dropped);
    }

    private static SortedMap<String, Long> grownBelow(
            String prefix, Map<String, Long> before, Map<String, Long> after) {
        SortedMap<String, Long> grown = new TreeMap<>();
        for (String key : after.keySet()) {
            if (key.startsWith(prefix) && grown(key, before, after) != 0) {
                grown.put(key.substring(prefix.length()), grown(key, before, after));
            }
        }
        return grown;
    }

    private static long grown(String key, Map<String, Long> before, Map<String, Long> after) {
        return after.getOrDefault(key, 0L) - before.getOrDefault(key, 0L);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
