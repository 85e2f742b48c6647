package io.comity.control;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import java.util.Optional;

/** One JSON object in one line. Values are strings, numbers, booleans, lists and maps of these. */
final class Json {
    /** Objects and lists in one another; a parser that is given more could run out of stack. */
    static final int MAX_DEPTH = 8;

    private static final ConfigParseOptions STRICT =
            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

    private Json() {}

    static String write(Map<String, ?> object) {
        return ConfigValueFactory.fromMap(object).render(ConfigRenderOptions.concise());
    }

    /** Empty for whatever is no such object; never throws on hostile text. */
    static Optional<Map<String, Object>> read(String line) {
        if (!line.startsWith("{") || !isShallow(line)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ConfigFactory.parseString(line, STRICT).root().unwrapped());
        } catch (ConfigException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isShallow(String line) {
        boolean isQuoted = false;
        int depth = 0;
        for (int at = 0; at < line.length() && depth <= MAX_DEPTH; at++) {
            switch (line.charAt(at)) {
                case '"' -> isQuoted = !isQuoted;
                case '\\' -> at += isQuoted ? 1 : 0;
                case '{', '[' -> depth += isQuoted ? 0 : 1;
                case '}', ']' -> depth -= isQuoted ? 0 : 1;
                default -> {}
            }
        }
        return depth <= MAX_DEPTH;
    }
}
