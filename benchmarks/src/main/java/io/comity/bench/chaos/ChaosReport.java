package io.comity.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What came of it, as a table for people and as JSON with the same numbers. */
public record ChaosReport(ChaosSettings settings, List<Direction> directions, Recoveries recoveries, long nanos) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Whether everything that was sent came, once and in order, in one session. */
    public boolean isClean() {
        return directions.stream().allMatch(Direction::isClean);
    }

    /** A header, a line for each kind of cut, a line for each direction, and the verdict. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(line(
                "%d cuts, seed %d, %s, %.0f s, JDK %d, %d processors",
                settings.cuts(),
                settings.seed(),
                String.join(" and ", settings.transports()),
                nanos / NANOS_PER_SECOND,
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors()));
        table.append(line("nodes with %s", settingsText()));
        table.append(
                line("%-28s %8s %10s %10s %10s", "messages again both ways", "cuts", "p50 ms", "p99 ms", "max ms"));
        for (Cut cut : Cut.values()) {
            if (cut != Cut.SWITCH) {
                table.append(row("after heal, " + cut.label, recoveries.of(cut)));
            }
        }
        table.append(row("after heal, all", recoveries.afterHeal()));
        table.append(row("after the cut, switch", recoveries.of(Cut.SWITCH)));
        table.append(line("%d of the switches moved the session to the other address", recoveries.moved()));
        table.append(line(
                "%-28s %12s %9s %8s %6s %9s %9s %8s %6s",
                "", "messages", "per s", "refused", "lost", "repeated", "reordered", "sessions", "links"));
        directions.forEach(direction -> table.append(row(direction)));
        table.append(line(
                isClean()
                        ? "Everything that was sent came, once and in order."
                        : "Not everything that was sent came once and in order."));
        return table.toString();
    }

    private static String settingsText() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(Party.SETTINGS)
                .forEach((key, value) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(key)
                        .append(" = ")
                        .append(value));
        return text.toString();
    }

    private String row(Direction direction) {
        return line(
                "%-28s %12d %9.0f %8d %6d %9d %9d %8d %6d",
                direction.name(),
                direction.count().received(),
                perSecond(direction),
                direction.refused(),
                direction.count().lost(),
                direction.count().repeated(),
                direction.count().reordered(),
                direction.sessionsEnded() + 1,
                direction.links());
    }

    private double perSecond(Direction direction) {
        return direction.count().received() * NANOS_PER_SECOND / nanos;
    }

    private static String row(String label, Recoveries.Times times) {
        return line(
                "%-28s %8d %10.1f %10.1f %10.1f",
                label,
                times.count(),
                times.p50Nanos() / NANOS_PER_MILLI,
                times.p99Nanos() / NANOS_PER_MILLI,
                times.maxNanos() / NANOS_PER_MILLI);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }

    /** One JSON object. */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("bench", "chaos");
        json.put("clean", isClean());
        json.put("cuts", settings.cuts());
        json.put("seed", settings.seed());
        json.set("transports", JSON.valueToTree(settings.transports()));
        json.set("settings", JSON.valueToTree(new TreeMap<>(Party.SETTINGS)));
        json.put("seconds", nanos / NANOS_PER_SECOND);
        json.put("jdk", Runtime.version().feature());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        ObjectNode kinds = json.putObject("kinds");
        for (Cut cut : Cut.values()) {
            kinds.set(cut.label, times(recoveries.of(cut)));
        }
        json.set("afterHeal", times(recoveries.afterHeal()));
        json.put("moved", recoveries.moved());
        ObjectNode ways = json.putObject("directions");
        directions.forEach(direction -> ways.set(direction.name(), direction(direction)));
        return json;
    }

    private static ObjectNode times(Recoveries.Times times) {
        return JSON.createObjectNode()
                .put("cuts", times.count())
                .put("p50Millis", times.p50Nanos() / NANOS_PER_MILLI)
                .put("p99Millis", times.p99Nanos() / NANOS_PER_MILLI)
                .put("maxMillis", times.maxNanos() / NANOS_PER_MILLI);
    }

    private ObjectNode direction(Direction direction) {
        return JSON.createObjectNode()
                .put("sent", direction.sent())
                .put("received", direction.count().received())
                .put("lost", direction.count().lost())
                .put("repeated", direction.count().repeated())
                .put("reordered", direction.count().reordered())
                .put("messagesPerSecond", perSecond(direction))
                .put("refused", direction.refused())
                .put("links", direction.links())
                .put("sessions", direction.sessionsEnded() + 1);
    }
}
