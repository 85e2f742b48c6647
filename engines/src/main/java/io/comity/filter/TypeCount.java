package io.comity.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Of which types many filters ask for messages, each counted. */
final class TypeCount {
    private final Counted<String> names = new Counted<>(Comparator.naturalOrder());
    private int any;

    /**
     * Counts the types of one filter, each once.
     *
     * @param anchors of the filter
     * @param sign 1 or -1
     */
    void count(List<Anchor> anchors, int sign) {
        SortedSet<String> all = new TreeSet<>();
        // What alternatives have in common is the same set in all of their anchors.
        Set<SortedSet<String>> counted = Collections.newSetFromMap(new IdentityHashMap<>());
        boolean isAny = false;
        for (Anchor anchor : anchors) {
            SortedSet<String> types = anchor.types();
            isAny |= types == null;
            if (types != null && counted.add(types)) {
                all.addAll(types);
            }
        }
        any += isAny ? sign : 0;
        for (String each : all) {
            if (sign > 0) {
                names.add(each);
            } else {
                names.remove(each);
            }
        }
    }

    boolean isEmpty() {
        return any == 0 && names.isEmpty();
    }

    /** Whether some filter asks for messages of any type. */
    boolean hasAny() {
        return any > 0;
    }

    /** Whether what {@code band} asks for is of these types anyway. */
    boolean holds(Band band) {
        SortedSet<String> types = band.types();
        return types != null && types.stream().allMatch(names::has);
    }

    /** Messages of these types; everything when that is too much to say. */
    Filter filter() {
        if (hasAny() || names.size() > Filter.MAX_TYPES) {
            return Filter.everything();
        }
        List<String> all = new ArrayList<>();
        names.each().forEach(all::add);
        try {
            return all.isEmpty() ? Filter.nothing() : new Filter.Type(all);
        } catch (FilterException tooLarge) {
            return Filter.everything();
        }
    }
}
