package io.comity.bench.filters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.bench.Figures;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, as a table for people and as JSON with the same numbers.
 *
 * @param bodyBytes of one message
 * @param topic from publishing a message to the last actor that is told
 * @param index finding those who want it, alone
 */
public record FilterReport(FilterSettings settings, int bodyBytes, Part topic, Part index) {
    private static final double NANOS_IN_MICRO = 1_000;

    /**
     * @param few nanoseconds a message with {@link FilterSettings#FEW} subscriptions, of each round
     * @param many the same with many
     * @param ratio of the two, of each round
     */
    public record Part(Figures few, Figures many, Figures ratio, List<Turnover> turnovers) {}

    /**
     * What it takes to come and go.
     *
     * @param others subscriptions that are there meanwhile
     * @param subscribe nanoseconds, of each round
     * @param cancel nanoseconds, of each round
     */
    public record Turnover(int others, Figures subscribe, Figures cancel) {}

    public String table() {
        String head = String.format(
                Locale.ROOT,
                "%d-byte messages, each wanted by %d, %d rounds in alternation, JDK %s, %d processors%n",
                bodyBytes,
                Orders.MATCHES,
                settings.rounds(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors());
        return head + lines("published on a topic, until all who want it are told", topic)
                + lines("held against an index alone", index) + "Medians of the rounds.\n";
    }

    private String lines(String what, Part part) {
        StringBuilder lines = new StringBuilder(what + "\n");
        lines.append(line(FilterSettings.FEW, part.few())).append(line(settings.many(), part.many()));
        lines.append(String.format(
                Locale.ROOT,
                "  ratio %.2f (%.2f – %.2f)%n",
                part.ratio().median(),
                part.ratio().min(),
                part.ratio().max()));
        part.turnovers()
                .forEach(each -> lines.append(String.format(
                        Locale.ROOT,
                        "  among %,9d  subscribe %.2f µs, cancel %.2f µs%n",
                        each.others(),
                        each.subscribe().median() / NANOS_IN_MICRO,
                        each.cancel().median() / NANOS_IN_MICRO)));
        return lines.toString();
    }

    private static String line(int subscriptions, Figures nanos) {
        return String.format(
                Locale.ROOT,
                "  %,9d subscriptions  %.2f µs a message (%.2f – %.2f)%n",
                subscriptions,
                nanos.median() / NANOS_IN_MICRO,
                nanos.min() / NANOS_IN_MICRO,
                nanos.max() / NANOS_IN_MICRO);
    }

    public ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("bench", "filters");
        json.put("subscriptions", settings.many());
        json.put("matches", Orders.MATCHES);
        json.put("bodyBytes", bodyBytes);
        fill(json.putObject("topic"), topic);
        fill(json.putObject("index"), index);
        return json;
    }

    private static void fill(ObjectNode json, Part part) {
        json.put("fewNanosPerMessage", part.few().median());
        json.put("manyNanosPerMessage", part.many().median());
        json.put("ratio", part.ratio().median());
        ArrayNode coming = json.putArray("turnovers");
        part.turnovers()
                .forEach(each -> coming.addObject()
                        .put("others", each.others())
                        .put("subscribeNanos", each.subscribe().median())
                        .put("cancelNanos", each.cancel().median()));
    }
}
