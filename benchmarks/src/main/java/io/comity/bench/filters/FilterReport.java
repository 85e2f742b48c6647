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
 * @param few nanoseconds a message with {@link FilterSettings#FEW} subscriptions, of each round
 * @param many the same with many
 * @param ratio of the two, of each round
 */
public record FilterReport(
        FilterSettings settings, int bodyBytes, Figures few, Figures many, Figures ratio, List<Turnover> turnovers) {
    private static final double NANOS_IN_MICRO = 1_000;

    /**
     * What it takes to come and go.
     *
     * @param others subscriptions that are there meanwhile
     * @param subscribe nanoseconds, of each round
     * @param unsubscribe nanoseconds, of each round
     */
    public record Turnover(int others, Figures subscribe, Figures unsubscribe) {}

    public String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%d-byte messages, each matched by %d, %d rounds in alternation, JDK %s, %d processors%n",
                bodyBytes,
                Population.MATCHES,
                settings.rounds(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors()));
        table.append(line(FilterSettings.FEW, few)).append(line(settings.many(), many));
        table.append(
                String.format(Locale.ROOT, "ratio %.2f (%.2f – %.2f)%n", ratio.median(), ratio.min(), ratio.max()));
        turnovers.forEach(each -> table.append(String.format(
                Locale.ROOT,
                "among %,9d  subscribe %.2f µs, unsubscribe %.2f µs%n",
                each.others(),
                each.subscribe().median() / NANOS_IN_MICRO,
                each.unsubscribe().median() / NANOS_IN_MICRO)));
        return table.append("Medians of the rounds.\n").toString();
    }

    private static String line(int subscriptions, Figures nanos) {
        return String.format(
                Locale.ROOT,
                "%,9d subscriptions  %.2f µs a message (%.2f – %.2f)%n",
                subscriptions,
                nanos.median() / NANOS_IN_MICRO,
                nanos.min() / NANOS_IN_MICRO,
                nanos.max() / NANOS_IN_MICRO);
    }

    public ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("bench", "filters");
        json.put("subscriptions", settings.many());
        json.put("matches", Population.MATCHES);
        json.put("bodyBytes", bodyBytes);
        json.put("fewNanosPerMessage", few.median());
        json.put("manyNanosPerMessage", many.median());
        json.put("ratio", ratio.median());
        ArrayNode coming = json.putArray("turnovers");
        turnovers.forEach(each -> coming.addObject()
                .put("others", each.others())
                .put("subscribeNanos", each.subscribe().median())
                .put("unsubscribeNanos", each.unsubscribe().median()));
        return json;
    }
}
