package io.comity.cli;

import io.comity.bench.filters.FilterBench;
import io.comity.bench.filters.FilterReport;
import io.comity.bench.filters.FilterSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what many subscriptions cost. */
@Command(
        name = "filters",
        description = {
            "Measure what it costs to publish a message on a topic until all who want it are told, with few subscriptions and "
                    + "with many, each message wanted by as many of both, in alternation; and what it costs to subscribe. "
                    + "Then the same of the index alone that finds who wants a message."
        },
        footer = {
            "",
            "Examples:",
            "  comity bench filters",
            "  comity bench filters --subscriptions 1000000 --json",
            "",
            "Exit codes: 0 measured, 1 a message came to the wrong ones, 2 wrong options."
        })
final class BenchFilters implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Option(names = "--subscriptions", defaultValue = "100000", description = "Of the many (default 100000).")
    private int subscriptions;

    @Option(names = "--seconds", defaultValue = "10", description = "Time of each over all rounds (default 10).")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Turns of each (default 5).")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "5", description = "Seconds of each before (default 5).")
    private double warmUpSeconds;

    @Option(names = "--json", description = "Print the same numbers as JSON.")
    private boolean json;

    BenchFilters(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        FilterReport report = FilterBench.run(settings(), console::progress);
        if (json) {
            console.print(report.json());
        } else {
            console.print(report.table());
        }
        return 0;
    }

    private FilterSettings settings() {
        try {
            return new FilterSettings(
                    subscriptions, duration(seconds / Math.max(1, rounds)), duration(warmUpSeconds), rounds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
