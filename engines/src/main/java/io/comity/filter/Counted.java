package io.comity.filter;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which there are, and how many of each; adding and removing one of n takes O(log n), whatever they are. */
final class Counted<T> {
    private final TreeMap<T, Integer> counts;

    Counted(Comparator<? super T> order) {
        counts = new TreeMap<>(order);
    }

    /** @return whether there was none that is equal */
    boolean add(T one) {
        return counts.merge(one, 1, Integer::sum) == 1;
    }

    /** @return whether there is none left that is equal */
    boolean remove(T one) {
        counts.computeIfPresent(one, (same, count) -> count == 1 ? null : count - 1);
        return !counts.containsKey(one);
    }

    boolean has(T one) {
        return counts.containsKey(one);
    }

    /** Different ones. */
    int size() {
        return counts.size();
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    T first() {
        return counts.firstKey();
    }

    T last() {
        return counts.lastKey();
    }

    /** In order; each once. */
    Iterable<T> each() {
        SortedMap<T, Integer> all = counts;
        return all.keySet();
    }
}
