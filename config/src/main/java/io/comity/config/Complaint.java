package io.comity.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words a refusal: {@code <place>: <key> = <value> <why>}. */
final class Complaint {
    private static final Pattern SECRET = Pattern.compile("passphrase|password|secret", Pattern.CASE_INSENSITIVE);
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\w.:/+-]+");

    private Complaint() {}

    static ConfigException about(String key, ConfigValue value, String why) {
        return about(key, value, why, false);
    }

    /** @param hidden whether the value must not be shown although {@code key} does not sound secret */
    static ConfigException about(String key, ConfigValue value, String why, boolean hidden) {
        return new ConfigException(cite(key, value, hidden) + " " + why);
    }

    /** {@code <place>: <key> = <value>}. */
    static String cite(String key, ConfigValue value, boolean hidden) {
        String shown = hidden || mentionsSecret(key) ? "<hidden>" : show(value);
        return place(value.origin()) + ": " + OneLine.shortened(key) + " = " + shown;
    }

    /** Whether {@code text} speaks of something that must never be echoed. */
    static boolean mentionsSecret(String text) {
        return SECRET.matcher(text).find();
    }

    /** {@code file:line}, or what the layer calls itself when it is not a file. */
    static String place(ConfigOrigin origin) {
        int line = origin.lineNumber();
        String file = origin.filename();
        if (file == null) {
            // The library ends its description with the line, in a notation of its own.
            String description = origin.description();
            int suffix = description.lastIndexOf(": " + line);
            file = line > 0 && suffix > 0 ? description.substring(0, suffix) : description;
        }
        return line > 0 ? file + ":" + line : file;
    }

    /** A list is shown only when it is flat: what lies deeper has keys of its own, and they may be secret. */
    static String show(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "{…}";
            case LIST -> isFlat((ConfigList) value) ? showFlat((ConfigList) value) : "[…]";
            case NULL -> "null";
            case STRING, NUMBER, BOOLEAN -> quoted(Scalar.text(value).orElseThrow());
        };
    }

    static String quoted(String text) {
        String shown = OneLine.shortened(text);
        return NEEDS_NO_QUOTES.matcher(text).matches() ? shown : '"' + shown + '"';
    }

    private static boolean isFlat(ConfigList list) {
        return list.stream()
                .map(ConfigValue::valueType)
                .noneMatch(type -> type == ConfigValueType.OBJECT || type == ConfigValueType.LIST);
    }

    private static String showFlat(ConfigList list) {
        return OneLine.shortened(list.stream().map(Complaint::show).collect(Collectors.joining(", ", "[", "]")));
    }
}
