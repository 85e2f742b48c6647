package io.comity.cli;

import io.comity.bench.chaos.ChaosBench;
import io.comity.bench.chaos.ChaosReport;
import io.comity.bench.chaos.ChaosSettings;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads the options of the chaos bench, runs it, prints its report. */
@Command(
        name = "chaos",
        description = {
            "Cut the link between two processes again and again while numbered messages flow both ways: orderly, half, by "
                    + "resets, by stopping what is between them, by making one of two addresses unreachable. Count what was "
                    + "lost, repeated or reordered, and how long after each cut messages crossed again."
        },
        footer = {
            "",
            "Examples:",
            "  comity bench chaos",
            "  comity bench chaos --cuts 100 --seed 7",
            "  comity bench chaos --cuts 30 --messages 1000 --json",
            "",
            "Exit codes: 0 nothing was lost, repeated, reordered or refused, 1 something was, or it could not be measured, "
                    + "2 wrong options."
        })
final class BenchChaos implements Callable<Integer> {
    /** Short enough to be typed again. */
    private static final int MAX_DRAWN_SEED = 1_000_000_000;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Option(names = "--cuts", defaultValue = "1000", description = "How often the link is cut (default 1000).")
    private int cuts;

    @Option(
            names = "--messages",
            defaultValue = "1000000",
            description = "Messages in each direction, at least (default 1000000).")
    private long messages;

    @Option(
            names = "--transport",
            split = ",",
            defaultValue = "tcp",
            description = "tcp (default), or two names with a comma for the two addresses of each node.")
    private List<String> transports = List.of();

    @Option(names = "--seed", description = "Of the cuts (default: drawn, and printed).")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print the same numbers as JSON.")
    private boolean json;

    BenchChaos(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ChaosReport report = ChaosBench.run(settings(), console::progress);
        if (json) {
            console.print(report.json());
        } else {
            console.print(report.table());
        }
        return report.isClean() ? 0 : 1;
    }

    /** What the options say; a wrong one is the user's error, named in one line. */
    ChaosSettings settings() {
        try {
            return new ChaosSettings(
                    cuts, messages, transports, seed == null ? new SecureRandom().nextInt(MAX_DRAWN_SEED) : seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
