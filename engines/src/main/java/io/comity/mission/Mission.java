package io.comity.mission;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A named set of things a node lets others do.
 *
 * @param name lower-case letters, digits and {@code - _ .}, at most 64
 * @param allowed per engine name, the message types a holder may send it; an empty set allows the engine's whole protocol
 */
public record Mission(String name, Map<String, Set<Class<?>>> allowed) {
    static final int MAX_NAME_BYTES = 64;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public Mission {
        if (!isName(name)) {
            throw new MissionException("mission name \"" + name
                    + "\" is not allowed; use 1 to 64 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit");
        }
        allowed = allowed.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }

    /** Whether a mission may be called {@code name}, for names that others chose. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a holder may send {@code message} to {@code engine}. */
    public boolean allows(String engine, Class<?> message) {
        Set<Class<?>> types = allowed.get(engine);
        return types != null && (types.isEmpty() || types.stream().anyMatch(type -> type.isAssignableFrom(message)));
    }
}
