package io.comity.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes a filter a {@link Condition} on the slots of one extraction, which it acquires. */
final class Compiler {
    private final Extraction extraction;
    private final List<Slot> slots = new ArrayList<>();

    Compiler(Extraction extraction) {
        this.extraction = extraction;
    }

    /** What was acquired so far, for whoever will release it. */
    List<Slot> slots() {
        return slots;
    }

    private Slot slot(Path path) {
        Slot slot = extraction.root.acquire(path);
        slots.add(slot);
        return slot;
    }

    Condition condition(Filter filter) {
        if (filter instanceof Filter.And and) {
            Condition[] all = conditions(and.all());
            return message -> all(all, message);
        }
        if (filter instanceof Filter.Or or) {
            Condition[] any = conditions(or.any());
            return message -> any(any, message);
        }
        if (filter instanceof Filter.Not not) {
            Condition inside = condition(not.filter());
            return message -> !inside.holds(message);
        }
        return leaf(filter);
    }

    private Condition[] conditions(List<Filter> filters) {
        return filters.stream().map(this::condition).toArray(Condition[]::new);
    }

    private static boolean all(Condition[] conditions, Extraction message) {
        for (Condition each : conditions) {
            if (!each.holds(message)) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(Condition[] conditions, Extraction message) {
        for (Condition each : conditions) {
            if (each.holds(message)) {
                return true;
            }
        }
        return false;
    }

    private Condition leaf(Filter filter) {
        if (filter instanceof Filter.Type type) {
            return type(type.names());
        }
        if (filter instanceof Filter.Comparison comparison) {
            return comparison(slot(comparison.path()), comparison.operator(), Key.of(comparison.literal()));
        }
        if (filter instanceof Filter.Among among) {
            return among(
                    slot(among.path()), among.literals().stream().map(Key::of).toArray(Key[]::new));
        }
        if (filter instanceof Filter.Prefix prefix) {
            Slot slot = slot(prefix.path());
            Key start = Key.of(prefix.start());
            return message -> slot.value(message.message(), start.sort()).startsWith(start);
        }
        if (filter instanceof Filter.Exists exists) {
            Slot slot = slot(exists.path());
            return message -> slot.exists(message.message());
        }
        boolean always = filter instanceof Filter.Everything;
        return message -> always;
    }

    private static Condition type(List<String> names) {
        Set<String> set = new TreeSet<>(names);
        String only = names.get(0);
        return names.size() == 1 ? message -> only.equals(message.type()) : message -> set.contains(message.type());
    }

    private static Condition comparison(Slot slot, Operator operator, Key literal) {
        return message -> {
            Key value = slot.value(message.message(), literal.sort());
            return value.sort() == literal.sort() && operator.holds(value.compareTo(literal));
        };
    }

    /** Sorted, so that many are as good as few. */
    private static Condition among(Slot slot, Key[] keys) {
        return message -> {
            long current = message.message();
            return Arrays.binarySearch(keys, slot.value(current)) >= 0
                    || Arrays.binarySearch(keys, slot.big(current)) >= 0;
        };
    }
}
