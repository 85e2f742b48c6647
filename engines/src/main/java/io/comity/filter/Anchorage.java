package io.comity.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Anchors of which a message has at least one whenever a filter matches it: of an {@code or} those of all parts, of an {@code and}
 * those of whichever part has the tightest. Found in time linear in the filter; nothing is multiplied out.
 *
 * @param anchors none when the filter matches nothing
 * @param isExact whether also every message that has one is matched
 */
record Anchorage(List<Anchor> anchors, boolean isExact) {
    /** Of one filter; one with more has only its types. As many as the literals of one in, and some. */
    static final int MAX_ANCHORS = 2_048;

    private static final Anchorage NEVER = new Anchorage(List.of(), true);
    /** What matches nothing before all; what is exact costs nothing, however loose. */
    private static final Comparator<Anchorage> TIGHTEST_FIRST = Comparator.comparing(
                    (Anchorage each) -> !each.anchors.isEmpty())
            .thenComparing(each -> !each.isExact)
            .thenComparing(Anchorage::looseness)
            .thenComparing(each -> each.anchors.size());

    /** A part of a filter, or the opposite of it: so that {@code not} is pushed inward without making filters. */
    private record Part(Filter filter, boolean isNegated) {
        static Part of(Filter filter, boolean isNegated) {
            return filter instanceof Filter.Not not ? of(not.filter(), !isNegated) : new Part(filter, isNegated);
        }

        boolean isAll() {
            return isNegated ? filter instanceof Filter.Or : filter instanceof Filter.And;
        }

        boolean isAny() {
            return isNegated ? filter instanceof Filter.And : filter instanceof Filter.Or;
        }

        List<Part> parts() {
            return Bounds.parts(filter).stream()
                    .map(each -> of(each, isNegated))
                    .toList();
        }

        boolean isTypes() {
            return !isNegated && filter instanceof Filter.Type;
        }
    }

    /** The tightest for {@code filter}. */
    static Anchorage of(Filter filter) {
        return of(Part.of(filter, false), null);
    }

    /** All that there are for {@code filter}, the tightest first; each of them alone will do. */
    static List<Anchorage> allOf(Filter filter) {
        Part part = Part.of(filter, false);
        return part.isAll() ? all(part.parts(), null) : List.of(of(part, null));
    }

    private static Anchorage of(Part part, @Nullable SortedSet<String> types) {
        if (part.isAll()) {
            return all(part.parts(), types).get(0);
        }
        if (part.isAny()) {
            return any(part.parts(), types);
        }
        return part.isNegated ? negated(part.filter, types) : leaf(part.filter, types);
    }

    private static Anchorage byType(@Nullable SortedSet<String> types, boolean isExact) {
        return types != null && types.isEmpty()
                ? NEVER
                : new Anchorage(List.of(new Anchor(types, null, null)), isExact);
    }

    private static SortedSet<String> narrowed(@Nullable SortedSet<String> types, Filter.Type to) {
        SortedSet<String> narrowed = new TreeSet<>(to.names());
        if (types != null) {
            narrowed.retainAll(types);
        }
        return narrowed;
    }

    private static Anchorage negated(Filter leaf, @Nullable SortedSet<String> types) {
        if (leaf instanceof Filter.Everything) {
            return NEVER;
        }
        if (leaf instanceof Filter.Type type && types != null) {
            SortedSet<String> others = new TreeSet<>(types);
            others.removeAll(type.names());
            return byType(others, true);
        }
        return byType(types, leaf instanceof Filter.Nothing);
    }

    private static Anchorage leaf(Filter leaf, @Nullable SortedSet<String> types) {
        if (leaf instanceof Filter.Type type) {
            return byType(narrowed(types, type), true);
        }
        if (leaf instanceof Filter.Everything) {
            return byType(types, true);
        }
        if (leaf instanceof Filter.Nothing) {
            return NEVER;
        }
        if (leaf instanceof Filter.Among among) {
            return new Anchorage(
                    among.literals().stream()
                            .map(each -> new Anchor(types, among.path(), Range.exactly(Key.of(each))))
                            .toList(),
                    true);
        }
        Range range = Range.of(leaf).orElse(null);
        boolean isExact = range != null || leaf instanceof Filter.Exists;
        return new Anchorage(List.of(new Anchor(types, Fitting.path(leaf), range)), isExact);
    }

    private static Anchorage any(List<Part> parts, @Nullable SortedSet<String> types) {
        SortedSet<Anchor> anchors = new TreeSet<>();
        boolean isExact = true;
        for (Part part : parts) {
            Anchorage each = of(part, types);
            anchors.addAll(each.anchors);
            isExact &= each.isExact;
        }
        return anchors.size() > MAX_ANCHORS ? byType(types, false) : new Anchorage(List.copyOf(anchors), isExact);
    }

    private static List<Anchorage> all(List<Part> parts, @Nullable SortedSet<String> before) {
        SortedSet<String> types = before;
        for (Part part : parts) {
            types = part.isTypes() ? narrowed(types, (Filter.Type) part.filter) : types;
        }
        List<Part> others = parts.stream().filter(each -> !each.isTypes()).toList();
        List<Anchorage> all = new ArrayList<>(List.of(byType(types, others.isEmpty())));
        for (Part part : others) {
            all.add(of(part, types).within(others.size() == 1));
        }
        for (Map.Entry<Path, Merged> each : merged(others).entrySet()) {
            Merged merged = each.getValue();
            all.add(
                    merged.range.isEmpty()
                            ? NEVER
                            : new Anchorage(
                                    List.of(new Anchor(types, each.getKey(), merged.range)),
                                    merged.count == others.size()));
        }
        all.sort(TIGHTEST_FIRST);
        return all.get(0).anchors.isEmpty() ? List.of(NEVER) : all;
    }

    /** @param isWhole whether this is about all that must hold */
    private Anchorage within(boolean isWhole) {
        return isWhole || anchors.isEmpty() ? this : new Anchorage(anchors, false);
    }

    private static final class Merged {
        private Range range;
        private int count = 1;

        private Merged(Range range) {
            this.range = range;
        }
    }

    /** What tests of one field leave together, where they are of one sort. */
    private static Map<Path, Merged> merged(List<Part> parts) {
        Map<Path, Merged> merged = new LinkedHashMap<>();
        for (Part part : parts) {
            Range range = part.isNegated ? null : Range.of(part.filter).orElse(null);
            if (range != null) {
                Merged before = merged.putIfAbsent(Fitting.path(part.filter), new Merged(range));
                if (before != null && before.range.sort() == range.sort()) {
                    before.range = before.range.and(range);
                    before.count++;
                }
            }
        }
        return merged;
    }

    private int looseness() {
        return anchors.stream().mapToInt(Anchor::looseness).max().orElse(-1);
    }
}
