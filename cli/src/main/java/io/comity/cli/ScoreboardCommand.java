package io.comity.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.result.ResultFolder;
import io.comity.result.Scoreboard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes one page of all results. */
@Command(
        name = "scoreboard",
        description = {
            "Make one page of everything that was measured: each figure with its goal, the command that made it, the date and the "
                    + "commit, and first of all what misses its goal. It measures nothing itself."
        },
        footer = {
            "",
            "Examples:",
            "  comity scoreboard",
            "  comity scoreboard --to docs/SCOREBOARD.md",
            "  comity scoreboard --from docs/results --json",
            "",
            "Exit codes: 0 the page was made (misses are on it), 1 a results file cannot be read, 2 wrong options."
        })
final class ScoreboardCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Console console;

    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            defaultValue = "docs/results",
            description = "Of the results files (default: docs/results).")
    private Path from = Path.of("");

    @Option(names = "--to", paramLabel = "FILE", description = "Written over; without it the page is printed.")
    private @Nullable Path to;

    @Option(names = "--json", description = "Print the results and the count of goals as JSON.")
    private boolean json;

    ScoreboardCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Scoreboard scoreboard = Scoreboard.of(new ResultFolder(from));
        if (to != null) {
            write(scoreboard, to);
        }
        if (json) {
            console.print(json(scoreboard));
        } else {
            console.print(to == null ? scoreboard.markdown() : summary(scoreboard.count(), to));
        }
        return 0;
    }

    private static void write(Scoreboard scoreboard, Path to) {
        try {
            Files.writeString(to, scoreboard.markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + to + ": is there such a folder, and may you write there?", e);
        }
    }

    private static String summary(Scoreboard.Count count, Path to) {
        return "%d of %d goals are met; %s says which.%n".formatted(count.met(), count.goals(), to);
    }

    private static ObjectNode json(Scoreboard scoreboard) {
        ObjectNode json = JSON.createObjectNode();
        json.put("met", scoreboard.count().met());
        json.put("goals", scoreboard.count().goals());
        json.set("missing", JSON.valueToTree(scoreboard.missing()));
        json.set("results", JSON.valueToTree(scoreboard.results()));
        return json;
    }
}
