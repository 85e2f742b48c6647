package io.comity.result;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All results as one page: a table for each subject, and before them what misses its goal.
 *
 * @param missing subjects that are to be measured and were not yet
 */
public record Scoreboard(List<Result> results, List<String> missing) {
    private static final String HEAD = """
            # Scoreboard

            What was measured, by which command, when and on which commit. This page is made by `./comity scoreboard` from the files in
            `docs/results`, each of which the command above its table writes when it is run with `-Dcomity.results=docs/results`, or
            `./comity` with `--results docs/results`; nothing here is written by hand. A commit with `+` had changes that were not committed.

            """;

    public Scoreboard {
        results = List.copyOf(results);
        missing = List.copyOf(missing);
    }

    /** Of what is in a folder. */
    public static Scoreboard of(ResultFolder folder) {
        return new Scoreboard(folder.read(), folder.missing());
    }

    /** Figures with a goal, and those of them that meet it. */
    public record Count(long met, long goals) {}

    public Count count() {
        List<Figure> withGoal = results.stream()
                .flatMap(result -> result.figures().stream())
                .filter(figure -> figure.goal() != null)
                .toList();
        return new Count(withGoal.stream().filter(figure -> !figure.isMissed()).count(), withGoal.size());
    }

    /** As Markdown. */
    public String markdown() {
        return HEAD
                + "%d of %d goals are met%s.\n\n".formatted(count().met(), count().goals(), unmeasured())
                + "## Known misses\n\n" + misses() + "\n"
                + results.stream().map(Scoreboard::section).collect(Collectors.joining("\n"));
    }

    private String unmeasured() {
        return missing.isEmpty() ? "" : ", and " + missing.size() + " of what is to be measured was not yet";
    }

    private String misses() {
        String lines = results.stream().map(Scoreboard::missesOf).collect(Collectors.joining())
                + missing.stream()
                        .map("- **%s**: not measured yet.\n"::formatted)
                        .collect(Collectors.joining());
        return lines.isEmpty() ? "None.\n" : lines;
    }

    private static String missesOf(Result result) {
        StringBuilder lines = new StringBuilder();
        for (Figure figure : result.figures()) {
            if (figure.isMissed()) {
                lines.append("- **%s**: %s is %s, and is to be %s.\n"
                        .formatted(result.subject(), figure.name(), withUnit(figure), goal(figure)));
            }
        }
        result.misses().forEach(miss -> lines.append("- **%s**: %s\n".formatted(result.subject(), miss)));
        return lines.toString();
    }

    private static String section(Result result) {
        StringBuilder section = new StringBuilder(
                "## %s\n\n`%s`\n\n%s, commit %s, %s.\n\n| what | value | goal | |\n|---|---:|---:|---|\n"
                        .formatted(
                                result.subject(), result.command(), result.date(), result.commit(), result.machine()));
        for (Figure figure : result.figures()) {
            section.append("| %s | %s | %s | %s |\n"
                    .formatted(figure.name(), withUnit(figure), goal(figure), verdict(figure)));
        }
        return section.toString();
    }

    private static String withUnit(Figure figure) {
        return (Figure.text(figure.value()) + " " + figure.unit()).strip();
    }

    private static String goal(Figure figure) {
        return figure.goal() == null ? "" : figure.goal().text();
    }

    private static String verdict(Figure figure) {
        if (figure.goal() == null) {
            return "";
        }
        return figure.isMissed() ? "**missed**" : "met";
    }
}
