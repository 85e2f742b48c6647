package io.comity.config;

import static java.util.stream.Collectors.groupingBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that stand in {@code COMITY_*} environment variables. A list is written with commas:
 * {@code COMITY_TRANSPORTS=tcp,memory}; an empty variable is the empty list.
 */
final class EnvironmentLayer {
    private static final String PREFIX = "COMITY_";
    /** Where nodes live. Not a setting: it must be known before the settings can be found. */
    private static final String HOME = "COMITY_HOME";

    private EnvironmentLayer() {}

    static Config read(Map<String, String> environment, Schema schema) {
        Map<String, List<String>> keysByVariable = schema.keys().stream().collect(groupingBy(Schema::variable));
        Config layer = ConfigFactory.empty();
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (name.startsWith(PREFIX) && !name.equals(HOME)) {
                String key = keyOf(name, entry.getValue(), keysByVariable);
                layer = layer.withValue(key, value(name, entry.getValue(), schema.isList(key)));
            }
        }
        return layer;
    }

    /** The value of any variable, as a substitution such as <code>${HOME}</code> in a file sees it. */
    static ConfigValue text(String name, String content) {
        return value(name, content, false);
    }

    private static String keyOf(String name, String content, Map<String, List<String>> keysByVariable) {
        List<String> keys = keysByVariable.getOrDefault(name, List.of());
        if (keys.isEmpty()) {
            throw unknown(name, content, EditDistance.nearest(name, keysByVariable.keySet()));
        }
        if (keys.size() > 1) {
            throw new ConfigException("environment variable " + name + " could mean each of " + String.join(", ", keys)
                    + "; set the one you mean in a file");
        }
        return keys.get(0);
    }

    private static ConfigException unknown(String name, String content, String nearest) {
        boolean hidden = Complaint.mentionsSecret(name) || Complaint.mentionsSecret(nearest);
        return new ConfigException("environment variable " + OneLine.shortened(name) + " = "
                + (hidden ? "<hidden>" : Complaint.quoted(content)) + " is unknown; the nearest known variable is "
                + nearest);
    }

    private static ConfigValue value(String name, String content, boolean list) {
        return ConfigValueFactory.fromAnyRef(list ? split(content) : content, "environment variable " + name);
    }

    private static List<String> split(String content) {
        return content.isBlank()
                ? List.of()
                : Arrays.stream(content.split(",", -1)).map(String::strip).toList();
    }
}
