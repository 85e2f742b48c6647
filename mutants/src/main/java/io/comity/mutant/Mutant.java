package io.comity.mutant;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One place in the product's code, and what is wrong there.
 *
 * @param name what is then wrong
 * @param type of {@code io.comity}, without that
 * @param method its name, or that with the beginning of its descriptor
 * @param broken where it must be noticed, and as which broken promise
 */
public record Mutant(String name, String type, String method, Change change, Map<Ground, String> broken) {
    public Mutant {
        broken = Collections.unmodifiableMap(new EnumMap<>(broken));
    }

    static Mutant of(String name, String type, String method, Change change) {
        return new Mutant(name, type, method, change, new EnumMap<>(Ground.class));
    }

    /** The same, to be noticed there too. */
    Mutant breaks(Ground ground, String promise) {
        Map<Ground, String> more = new EnumMap<>(Ground.class);
        more.putAll(broken);
        more.put(ground, promise);
        return new Mutant(name, type, method, change, more);
    }

    String className() {
        return "io.comity." + type;
    }

    @Override
    public String toString() {
        return name;
    }
}
