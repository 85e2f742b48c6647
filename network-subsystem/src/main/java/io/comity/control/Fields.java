package io.comity.control;

import io.comity.config.EditDistance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one JSON object, each asked for once; what nobody asked for is a mistake. */
final class Fields {
    private final Map<String, Object> values;
    private final Set<String> asked = new HashSet<>();

    Fields(Map<String, Object> values) {
        this.values = values;
    }

    /** @throws ControlException when it is not there or no text */
    String text(String name) {
        return optional(name).orElseThrow(() -> new ControlException("\"" + name + "\" is missing"));
    }

    Optional<String> optional(String name) {
        asked.add(name);
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map || value instanceof Iterable) {
            throw new ControlException("\"" + name + "\" is to be a text");
        }
        return Optional.of(value.toString());
    }

    int count(String name, int absent) {
        try {
            return optional(name).map(Integer::parseInt).orElse(absent);
        } catch (NumberFormatException none) {
            throw new ControlException("\"" + name + "\" is to be a whole number");
        }
    }

    /** The object inside this one; an empty one when it is absent. */
    Fields object(String name) {
        asked.add(name);
        Object value = values.getOrDefault(name, Map.of());
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> inner = new HashMap<>();
            map.forEach((key, content) -> inner.put(String.valueOf(key), content));
            return new Fields(inner);
        }
        throw new ControlException("\"" + name + "\" is to be an object");
    }

    Set<String> names() {
        return values.keySet();
    }

    /** @throws ControlException when there is something nobody asked for */
    void end() {
        for (String name : values.keySet()) {
            if (!asked.contains(name)) {
                throw new ControlException("\"" + printable(name) + "\" is not known here"
                        + EditDistance.hint(name, asked) + (asked.size() > 1 ? "" : "; nothing more may be said"));
            }
        }
    }

    /** Short, and nothing that could draw on a terminal. */
    static String printable(String text) {
        String clean = text.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?");
        return clean.length() > 64 ? clean.substring(0, 64) + "…" : clean;
    }
}
