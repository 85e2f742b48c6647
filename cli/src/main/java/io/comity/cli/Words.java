package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What nodes answer, for people. */
final class Words {
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\n]]");
    /** Enough of a node's id to tell it from others, and to name it by. */
    private static final int SHORT_NODE = 13;
    /** The same of a grant's id. */
    private static final int SHORT_GRANT = 12;

    private Words() {}

    /** Nothing that could draw on a terminal: some names were chosen by others. */
    static String clean(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll("?");
    }

    /** A node with its petname, if it has one. */
    static String who(String petname, String node) {
        String id = node.substring(0, Math.min(SHORT_NODE, node.length()));
        return petname.isEmpty() ? id : petname + " (" + id + ")";
    }

    static String who(JsonNode fields, String role) {
        return who(text(fields, "petname"), text(fields, role));
    }

    static String grantId(JsonNode fields) {
        String id = text(fields, "id");
        return id.substring(0, Math.min(SHORT_GRANT, id.length()));
    }

    static String text(JsonNode fields, String name) {
        return fields.path(name).asText("");
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** The limits of a grant or invitation, in one sentence without its end. */
    static String limits(List<String> limits) {
        return String.join("; ", limits);
    }

    /**
     * One grant of this node.
     *
     * @param isRunning whether anybody counts how often it is used
     */
    static String grant(JsonNode grant, boolean isRunning) {
        List<String> via = texts(grant.path("via"));
        return "  " + grantId(grant) + "  " + who(grant, "holder") + " may use \"" + text(grant, "mission") + "\""
                + (via.isEmpty() ? "" : ", passed on by " + String.join(", ", via)) + ": "
                + limits(texts(grant.path("limits")))
                + (isRunning ? "; " + used(grant.path("used").asLong()) : "")
                + state(grant) + "\n";
    }

    private static String used(long times) {
        if (times == 0) {
            return "not used yet";
        }
        return times == 1 ? "used once" : "used " + times + " times";
    }

    private static String state(JsonNode grant) {
        if (!grant.has("refused")) {
            return "";
        }
        return ", now " + text(grant, "refused")
                + (grant.has("retryMillis")
                        ? " for "
                                + span(Duration.ofMillis(
                                        grant.path("retryMillis").asLong()))
                        : "");
    }

    private static String span(Duration span) {
        return span.compareTo(Duration.ofMinutes(2)) < 0
                ? String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1_000.0)
                : span.toMinutes() + " minutes";
    }

    /** Engines and messages: {@code greeter: Greet, Note}. */
    static String engines(JsonNode engines) {
        List<String> said = new ArrayList<>();
        engines.properties()
                .forEach(engine -> said.add(engine.getKey() + ": " + String.join(", ", texts(engine.getValue()))));
        return String.join("; ", said);
    }

    static String notRunning(JsonNode answer) {
        return answer.path("running").asBoolean(true)
                ? ""
                : "The node is not running; this is what its settings and its grants say.\n";
    }
}
