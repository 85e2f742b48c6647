package io.comity.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was measured, as a table for people and as JSON with the same numbers. */
public record Report(Settings settings, List<Turn> ours, List<Turn> theirs) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How many times as good as the peer; empty without a peer. */
    Optional<Figures> ratio(Measure measure) {
        return theirs.isEmpty()
                ? Optional.empty()
                : Optional.of(measure.ratio(measure.figures(ours), measure.figures(theirs)));
    }

    /** A header, a line for each {@link Measure}, and how to read it. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%d-byte messages, %d rounds%s, JDK %s, %d processors%n",
                settings.work().sizeBytes(),
                settings.schedule().rounds(),
                theirs.isEmpty() ? "" : " in alternation",
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors()));
        String peer = settings.peer().map(Side::label).orElse("");
        table.append(row("", settings.side().label(), peer, theirs.isEmpty() ? "" : "ratio (rounds)"));
        for (Measure measure : Measure.values()) {
            String their =
                    theirs.isEmpty() ? "" : figure(measure.figures(theirs).median());
            String ratio = ratio(measure).map(Report::ratioText).orElse("");
            table.append(row(measure.label, figure(measure.figures(ours).median()), their, ratio));
        }
        table.append("Medians of the rounds.")
                .append(theirs.isEmpty() ? "" : " A ratio says how many times as good as the peer: above 1 is better.")
                .append("\n");
        return table.toString();
    }

    /** One JSON object. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("bench", "link");
        json.put("sizeBytes", settings.work().sizeBytes());
        json.put("window", settings.work().window());
        json.put("batch", settings.work().batch());
        json.put("rounds", settings.schedule().rounds());
        json.put("seconds", settings.schedule().measured().toMillis() / 1000.0);
        json.put("jdk", Runtime.version().feature());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.set("ours", side(settings.side(), ours));
        settings.peer().ifPresent(peer -> {
            json.set("peer", side(peer, theirs));
            ObjectNode ratios = json.putObject("ratio");
            for (Measure measure : Measure.values()) {
                ratio(measure).ifPresent(figures -> ratios.set(measure.json, node(figures)));
            }
        });
        return json;
    }

    private static ObjectNode side(Side of, List<Turn> turns) {
        ObjectNode side = JSON.createObjectNode();
        side.put("name", of.label());
        for (Measure measure : Measure.values()) {
            side.set(measure.json, node(measure.figures(turns)));
        }
        return side;
    }

    private static ObjectNode node(Figures figures) {
        ObjectNode node = JSON.createObjectNode();
        node.put("median", rounded(figures.median()));
        ArrayNode rounds = node.putArray("rounds");
        figures.rounds().forEach(round -> rounds.add(rounded(round)));
        return node;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static String row(String label, String ours, String theirs, String ratio) {
        return String.format(Locale.ROOT, "%-28s %18s %14s  %s", label, ours, theirs, ratio)
                        .stripTrailing() + "\n";
    }

    private static String figure(double value) {
        return value < 100
                ? String.format(Locale.ROOT, "%.2f", value)
                : String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
    }

    private static String ratioText(Figures ratio) {
        return String.format(Locale.ROOT, "%.2f (%.2f – %.2f)", ratio.median(), ratio.min(), ratio.max());
    }
}
