package io.comity.filter;

import io.comity.engine.Layout;
import io.comity.engine.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the part of a filter that can hold for no message of a protocol. Follows which wire types are left: {@code and} leaves
 * those that each part admits, {@code or} looks at each part by itself, so that a slip in one alternative is not hidden by
 * another. For one filter.
 */
final class Checker {
    private static final int SHOWN_TYPES = 4;

    private final Map<String, Layout> layouts = new LinkedHashMap<>();
    private final Protocol<?> protocol;
    private @Nullable Filter culprit;

    Checker(Protocol<?> protocol) {
        this.protocol = protocol;
        for (int i = 0; i < protocol.size(); i++) {
            layouts.put(protocol.wireName(i), protocol.layout(i));
        }
    }

    /** The part that was refused. */
    @Nullable
    Filter culprit() {
        return culprit;
    }

    /** @throws FilterException that says which part, why, and what to write instead */
    void check(Filter filter) {
        admitted(filter, new TreeSet<>(layouts.keySet()));
    }

    private FilterException refuse(Filter part, String why) {
        culprit = part;
        return new FilterException(why);
    }

    /** Of {@code types} those for which {@code filter} can hold. */
    private Set<String> admitted(Filter filter, Set<String> types) {
        if (filter instanceof Filter.And and) {
            return all(and, types);
        }
        if (filter instanceof Filter.Or or) {
            Set<String> any = new TreeSet<>();
            or.any().forEach(each -> any.addAll(admitted(each, types)));
            return any;
        }
        if (filter instanceof Filter.Not not) {
            return others(not, types);
        }
        if (filter instanceof Filter.Type type) {
            return named(type, types);
        }
        if (filter instanceof Filter.Nothing) {
            throw refuse(filter, "nothing: no message matches it; leave the subscription out");
        }
        return filter instanceof Filter.Everything ? types : tested(filter, types);
    }

    /** Types first, wherever they stand: the fields are those of the types that are left. */
    private Set<String> all(Filter.And and, Set<String> types) {
        Set<String> left = types;
        for (Filter each : and.all()) {
            left = isAboutTypes(each) ? narrowed(and, each, left) : left;
        }
        for (Filter each : and.all()) {
            left = isAboutTypes(each) ? left : narrowed(and, each, left);
        }
        Contradictions.find(and.all()).ifPresent(pair -> {
            throw refuse(pair.second(), pair.text());
        });
        return left;
    }

    private static boolean isAboutTypes(Filter filter) {
        return filter instanceof Filter.Type || filter instanceof Filter.Not not && not.filter() instanceof Filter.Type;
    }

    private Set<String> narrowed(Filter.And and, Filter part, Set<String> left) {
        Set<String> after = admitted(part, left);
        if (after.isEmpty()) {
            throw refuse(
                    part,
                    Printer.print(part) + ": no message that the rest of \"" + Printer.shortened(Printer.print(and))
                            + "\" admits is so");
        }
        return after;
    }

    private Set<String> others(Filter.Not not, Set<String> types) {
        Set<String> inside = admitted(not.filter(), types);
        if (!(not.filter() instanceof Filter.Type)) {
            return types;
        }
        Set<String> others = new TreeSet<>(types);
        others.removeAll(inside);
        if (others.isEmpty()) {
            throw refuse(not, Printer.print(not) + ": no type is left; there is " + list(types));
        }
        return others;
    }

    private Set<String> named(Filter.Type type, Set<String> types) {
        for (String name : type.names()) {
            if (!layouts.containsKey(name)) {
                throw refuse(
                        type,
                        "type = " + Printer.shortened(name) + ": " + protocol + " has no such type"
                                + Nearest.hint(name, layouts.keySet()));
            }
        }
        Set<String> left = new TreeSet<>(types);
        left.retainAll(type.names());
        if (left.isEmpty()) {
            throw refuse(type, Printer.print(type) + ": no message is both this and " + list(types));
        }
        return left;
    }

    private Set<String> tested(Filter test, Set<String> types) {
        Set<String> left = new TreeSet<>();
        List<String> faults = new ArrayList<>();
        Resolution resolution = new Resolution(Fitting.path(test));
        for (String type : types) {
            for (Layout layout : resolution.of(layouts.get(type))) {
                Optional<String> fault = Fitting.fault(test, layout);
                fault.ifPresentOrElse(faults::add, () -> left.add(type));
            }
        }
        if (left.isEmpty()) {
            throw refuse(
                    test,
                    Fitting.path(test) + ": " + (faults.isEmpty() ? resolution.missing(list(types)) : faults.get(0)));
        }
        return left;
    }

    private static String list(Set<String> types) {
        List<String> shown = types.stream().limit(SHOWN_TYPES).toList();
        String more = types.size() > SHOWN_TYPES ? " and " + (types.size() - SHOWN_TYPES) + " more" : "";
        return String.join(", ", shown) + more;
    }
}
