package io.comity.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings that the program itself makes: full keys, and values of the types that HOCON, Duration and Path know. */
final class CodeLayer {
    private static final String PLACE = "set in code";

    private CodeLayer() {}

    static Config read(Map<String, ?> overrides) {
        Config layer = ConfigFactory.empty();
        for (Map.Entry<String, ?> entry : overrides.entrySet()) {
            layer = at(entry.getKey(), value(entry.getKey(), entry.getValue())).withFallback(layer);
        }
        return layer;
    }

    private static Config at(String key, ConfigValue value) {
        try {
            // Not atPath(key): splitting first tells a malformed key from a malformed value.
            List<String> path = ConfigUtil.splitPath(key);
            return value.atPath(ConfigUtil.joinPath(path));
        } catch (com.typesafe.config.ConfigException malformed) {
            throw Complaint.about(Complaint.quoted(key), value, "is an unknown key; write one such as comity.tcp.port");
        }
    }

    private static ConfigValue value(String key, Object content) {
        try {
            return ConfigValueFactory.fromAnyRef(plain(content), PLACE);
        } catch (com.typesafe.config.ConfigException.BugOrBroken unsupported) {
            throw new ConfigException(
                    PLACE + ": " + key + " holds a " + content.getClass().getName()
                            + "; allowed are numbers, booleans, strings, durations, paths, and lists and maps of these");
        }
    }

    private static Object plain(Object content) {
        // The library would cut a Duration to whole milliseconds.
        if (content instanceof Duration duration) {
            return Units.text(duration);
        }
        return content instanceof Path path ? path.toString() : content;
    }
}
