package io.comity.examples.demo;

import io.comity.examples.words.Words;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the demo found. */
record Report(String file, long bytes, Words.Ranking ranking, List<Row> rows, List<Check> checks) {
    private static final String FORMAT = "%-8s %-11s %-43s %-17s %9s  %-12s %s%n";

    /** The first number that is wrong, or an empty text. */
    String complaint() {
        return checks.stream()
                .filter(check -> !check.holds())
                .findFirst()
                .map(Check::complaint)
                .orElse("");
    }

    boolean isRight() {
        return complaint().isEmpty();
    }

    /** Messages that reached Alice's engine while Mallory was acting; must be none. */
    long malloryDelivered() {
        return rows.stream()
                .filter(row -> row.who().equals("Mallory"))
                .mapToLong(row -> row.counts().delivered())
                .sum();
    }

    void print(PrintStream out) {
        out.printf("%nThe most frequent of %d words (%d different):%n", ranking.words(), ranking.differentWords());
        ranking.top().forEach(word -> out.printf("%9d %s%n", word.count(), word.word()));
        if (ranking.leftOutWords() > 0) {
            out.printf(
                    "%d words were left out: the text has more different or longer words than the engine keeps.%n",
                    ranking.leftOutWords());
        }
        out.printf("%nWhat was done and heard, and what Alice's node counted of it:%n");
        out.printf(FORMAT, "who", "path", "did", "and heard", "delivered", "refused", "silently dropped");
        for (Row row : rows) {
            Counts counts = row.counts();
            out.printf(
                    FORMAT,
                    row.who(),
                    row.path(),
                    row.what(),
                    row.heard(),
                    counts.delivered(),
                    text(counts.refused()),
                    text(counts.dropped()));
        }
        out.printf(
                "%nMallory's delivered, on every path: %d. %d numbers checked, %d wrong.%n",
                malloryDelivered(),
                checks.size(),
                checks.stream().filter(c -> !c.holds()).count());
    }

    private static String text(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "-"
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }
}
