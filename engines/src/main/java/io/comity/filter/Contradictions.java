package io.comity.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds two tests of one field that no value passes both of. */
final class Contradictions {
    /** @param text for people: both tests, and that no value is both */
    record Pair(Filter second, String text) {}

    private Contradictions() {}

    static Optional<Pair> find(List<Filter> all) {
        Map<Path, List<Filter>> tests = new LinkedHashMap<>();
        for (Filter each : all) {
            if (each instanceof Filter.Comparison || each instanceof Filter.Prefix) {
                List<Filter> before = tests.computeIfAbsent(Fitting.path(each), path -> new ArrayList<>());
                for (Filter other : before) {
                    if (excludes(other, each)) {
                        return Optional.of(new Pair(
                                each, Printer.print(other) + " and " + Printer.print(each) + ": no value is both"));
                    }
                }
                before.add(each);
            }
        }
        return Optional.empty();
    }

    private static boolean excludes(Filter one, Filter other) {
        Optional<Range> first = Range.of(one);
        Optional<Range> second = Range.of(other);
        return first.isPresent()
                && second.isPresent()
                && first.get().and(second.get()).isEmpty();
    }
}
