package io.comity.filter;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a message must have, at least, to be looked at for a filter: one of some types, and in one field a value in some range.
 *
 * @param types null for any
 * @param path null when only the type counts
 * @param range null when it is enough that the field is there; null without a path
 */
record Anchor(
        @Nullable SortedSet<String> types,
        @Nullable Path path,
        @Nullable Range range) implements Comparable<Anchor> {
    /** What tells most anchors of one filter apart comes first: a long list of types is hardly ever looked at. */
    private static final Comparator<Anchor> ORDER = Comparator.comparing(
                    Anchor::range, Comparator.<@Nullable Range>nullsFirst(Comparator.naturalOrder()))
            .thenComparing(anchor -> anchor.path == null ? null : anchor.path.steps(), Anchor::compare)
            .thenComparing(Anchor::types, Anchor::compare);

    private static int compare(@Nullable Collection<String> some, @Nullable Collection<String> others) {
        if (some == others) {
            return 0;
        }
        if (some == null || others == null) {
            return some == null ? -1 : 1;
        }
        Iterator<String> left = some.iterator();
        Iterator<String> right = others.iterator();
        int order = 0;
        while (order == 0 && left.hasNext() && right.hasNext()) {
            order = left.next().compareTo(right.next());
        }
        return order == 0 ? Integer.compare(some.size(), others.size()) : order;
    }

    @Override
    public int compareTo(Anchor that) {
        return ORDER.compare(this, that);
    }

    /**
     * How few messages it lets by, guessed without knowing them, the lower the fewer: one value, a range, a prefix, a range that
     * is open on one side, one of two values, anything there, some types, everything.
     */
    int looseness() {
        if (path == null) {
            return types == null ? 7 : 6;
        }
        if (range == null) {
            return 5;
        }
        if (range.isOne()) {
            return range.sort() == Key.Sort.TRUTH ? 4 : 0;
        }
        return range.low() == null || range.high() == null ? 3 : range.sort() == Key.Sort.TEXT ? 2 : 1;
    }
}
