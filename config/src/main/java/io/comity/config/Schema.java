package io.comity.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which keys exist, and which of them are sections: exactly those of the {@code comity} block of {@code reference.conf}. A key
 * {@value #ANY} in there stands for any name that the user gives to a thing of his own.
 */
final class Schema {
    static final String ANY = "*";

    private final ConfigObject reference;
    private final Map<String, ConfigValue> leaves = new TreeMap<>();
    /** The paths of values below names that the user gives. */
    private final List<List<String>> named = new ArrayList<>();

    /** @param reference resolved, with {@code comity} as its only key */
    Schema(ConfigObject reference) {
        this.reference = reference;
        collect(List.of(), reference);
        if (leaves.isEmpty()) {
            throw new ConfigException("no reference.conf on the class path has a key under comity");
        }
    }

    /** Every key that holds a value, in alphabetical order. */
    Set<String> keys() {
        return leaves.keySet();
    }

    /** Whether {@code key}, one of {@link #keys()}, holds a list. */
    boolean isList(String key) {
        ConfigValue value = leaves.get(key);
        return value != null && value.valueType() == ConfigValueType.LIST;
    }

    /** The name of the environment variable that overrides {@code key}: {@code comity.tcp.port} is {@code COMITY_TCP_PORT}. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "_");
    }

    /**
     * Refuses what {@code reference.conf} does not have, and a value where it has a section or the reverse.
     *
     * @param layer resolved
     */
    void check(ConfigObject layer) {
        check(List.of(), layer, reference);
    }

    private void check(List<String> path, ConfigObject layer, ConfigObject known) {
        // In the order of names, so that of several mistakes always the same one is reported.
        new TreeMap<>(layer).forEach((name, value) -> check(child(path, name), value, known(known, name, value)));
    }

    /** A value can have no name of the user's own where sections have: then it is a known value's, misspelt. */
    private static @Nullable ConfigValue known(ConfigObject section, String name, ConfigValue value) {
        ConfigValue any = section.get(ANY);
        boolean isNamed = any != null && (value instanceof ConfigObject || !(any instanceof ConfigObject));
        return section.getOrDefault(name, isNamed ? any : null);
    }

    private void check(List<String> path, ConfigValue value, @Nullable ConfigValue known) {
        if (known == null) {
            throw unknown(path, value);
        }
        if (value instanceof ConfigObject section && known instanceof ConfigObject knownSection) {
            check(path, section, knownSection);
        } else if (known instanceof ConfigObject) {
            throw Complaint.about(ConfigUtil.joinPath(path), value, "is a value; expected a section");
        } else if (value instanceof ConfigObject) {
            throw Complaint.about(ConfigUtil.joinPath(path), value, "is a section; expected a value");
        }
    }

    /** Names the first value inside an unknown section, because that is what the user meant to set. */
    private ConfigException unknown(List<String> path, ConfigValue value) {
        if (value instanceof ConfigObject section && !section.isEmpty()) {
            Map.Entry<String, ConfigValue> first = new TreeMap<>(section).firstEntry();
            return unknown(child(path, first.getKey()), first.getValue());
        }
        String key = ConfigUtil.joinPath(path);
        String nearest = EditDistance.nearest(key, candidates(path));
        // A misspelt passphrase is still a passphrase.
        boolean hidden = Complaint.mentionsSecret(nearest);
        return Complaint.about(key, value, "is an unknown key; the nearest known key is " + nearest, hidden);
    }

    /** Every key there is, with the names that {@code path} has where any may stand. */
    private Set<String> candidates(List<String> path) {
        Set<String> candidates = new TreeSet<>(keys());
        for (List<String> pattern : named) {
            List<String> candidate = new ArrayList<>(pattern);
            for (int i = 0; i < pattern.size() && i < path.size(); i++) {
                candidate.set(i, pattern.get(i).equals(ANY) ? path.get(i) : pattern.get(i));
            }
            if (!candidate.contains(ANY)) {
                candidates.add(OneLine.shortened(ConfigUtil.joinPath(candidate)));
            }
        }
        return candidates;
    }

    private void collect(List<String> path, ConfigObject section) {
        section.forEach((name, value) -> {
            List<String> key = child(path, name);
            if (value instanceof ConfigObject inner) {
                collect(key, inner);
            } else if (key.contains(ANY)) {
                named.add(key);
            } else {
                leaves.put(ConfigUtil.joinPath(key), value);
            }
        });
    }

    private static List<String> child(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
