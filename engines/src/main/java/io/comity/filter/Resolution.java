package io.comity.filter;

import io.comity.engine.Layout;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where one path leads in layouts, and how far it leads at best where it leads nowhere. */
final class Resolution {
    private final List<String> steps;
    private final Set<String> nextNames = new TreeSet<>();
    private int reached;

    Resolution(Path path) {
        steps = path.steps();
    }

    /** What may be at the end of the path: more than one where choices are on the way. Each layout is visited once a step. */
    Set<Layout> of(@Nullable Layout start) {
        Set<Layout> here = new LinkedHashSet<>();
        if (start != null) {
            here.add(start);
        }
        for (int step = 0; step < steps.size() && !here.isEmpty(); step++) {
            here = next(here, step);
        }
        Set<Layout> ends = new LinkedHashSet<>();
        here.forEach(each -> ends.add(present(each)));
        return ends;
    }

    private Set<Layout> next(Set<Layout> here, int step) {
        Set<Layout> records = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Layout> inOrder = new LinkedHashSet<>();
        here.forEach(each -> enter(each, records, inOrder));
        Set<Layout> inside = new LinkedHashSet<>();
        inOrder.forEach(record -> record.inside(steps.get(step)).ifPresent(inside::add));
        if (step > reached) {
            nextNames.clear();
            reached = step;
        }
        if (step == reached) {
            inOrder.forEach(record -> nextNames.addAll(record.names()));
        }
        return inside;
    }

    /** Goes through optionals and cases to the records in them. */
    private static void enter(Layout layout, Set<Layout> seen, Set<Layout> records) {
        Layout present = present(layout);
        if (seen.add(present) && present.kind() == Layout.Kind.RECORD) {
            records.add(present);
        } else if (present.kind() == Layout.Kind.CHOICE) {
            present.names().forEach(name -> present.inside(name).ifPresent(each -> enter(each, seen, records)));
        }
    }

    private static Layout present(Layout layout) {
        Layout present = layout;
        while (present.kind() == Layout.Kind.OPTIONAL) {
            present = present.inside("").orElseThrow();
        }
        return present;
    }

    /** Why {@link #of} found nothing, for people. */
    String missing(String types) {
        String before = String.join(".", steps.subList(0, reached));
        String holder = before.isEmpty() ? types : before;
        return nextNames.isEmpty()
                ? holder + " has no fields that a filter could look into"
                : holder + " has no such field" + hint(before.isEmpty() ? "" : before + ".");
    }

    private String hint(String before) {
        String hint = Nearest.hint(steps.get(reached), nextNames);
        return hint.startsWith("; did you mean ") ? hint.replace("; did you mean ", "; did you mean " + before) : hint;
    }
}
