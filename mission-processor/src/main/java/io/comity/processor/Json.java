package io.comity.processor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of one line of JSON (RFC 8259). */
final class Json {
    private Json() {}

    static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    static String texts(List<String> values) {
        return values.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** @param members by name, each written already; in their order */
    static String object(List<Map.Entry<String, String>> members) {
        return members.stream()
                .map(member -> text(member.getKey()) + ": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
