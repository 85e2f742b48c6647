package io.comity.cli;

import io.comity.bench.soak.SoakBench;
import io.comity.bench.soak.SoakReport;
import io.comity.bench.soak.SoakSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads the options of the soak, runs it, prints its report. */
@Command(
        name = "soak",
        description = {
            "Let a node live for some time while others come, are given rights, ask, follow a topic, lose their rights and go, and strangers "
                    + "knock; and say how its memory, threads and open files grow. Needs Linux."
        },
        footer = {
            "",
            "Examples:",
            "  comity soak --minutes 5",
            "  comity soak --minutes 90 --results docs/results",
            "  comity soak --minutes 600 --warmup 30 --json",
            "",
            "Exit codes: 0 everybody was served and, if it took 90 minutes or more, nothing grows; 1 otherwise, or it could not be "
                    + "measured; 2 wrong options."
        })
final class SoakCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Option(names = "--minutes", defaultValue = "90", description = "In all (default 90).")
    private int minutes;

    @Option(
            names = "--warmup",
            description = "Minutes of them that count for nothing (default: a third of them, at most 30).")
    private @Nullable Integer warmup;

    @Option(
            names = "--results",
            paramLabel = "FOLDER",
            description = "Write the figures there too, for the scoreboard.")
    private @Nullable Path results;

    @Option(names = "--json", description = "Print the same numbers as JSON.")
    private boolean json;

    SoakCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SoakReport report = SoakBench.run(settings(), console::progress);
        if (results != null) {
            report.results().writeTo(results);
        }
        if (json) {
            console.print(report.json());
        } else {
            console.print(report.table());
        }
        return report.isClean() ? 0 : 1;
    }

    /** What the options say; a wrong one is the user's error, named in one line. */
    SoakSettings settings() {
        try {
            return warmup == null ? SoakSettings.of(minutes) : new SoakSettings(minutes, warmup);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
