package io.comity.cli;

import io.comity.bench.EvidenceBench;
import io.comity.bench.Schedule;
import io.comity.bench.Work;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what evidence costs. */
@Command(
        name = "evidence",
        description = {
            "Measure what it costs to prove messages: the same messages one way between two nodes over tcp, without evidence, "
                    + "with evidence in batches and with evidence of each, in alternation."
        },
        footer = {
            "",
            "Examples:",
            "  comity bench evidence",
            "  comity bench evidence --size 1000 --seconds 20 --json",
            "",
            "Exit codes: 0 measured, 1 a process failed or stalled, 2 wrong options."
        })
final class BenchEvidence implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Option(names = "--size", defaultValue = "256", description = "Bytes of one message (default 256).")
    private int sizeBytes;

    @Option(names = "--seconds", defaultValue = "10", description = "Time of each level over all rounds (default 10).")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Turns of each level (default 5).")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "6", description = "Seconds of each level before (default 6).")
    private double warmUpSeconds;

    @Option(names = "--window", defaultValue = "4000", description = "Messages outstanding (default 4000).")
    private int window;

    @Option(names = "--batch", defaultValue = "1000", description = "Messages per returned credit (default 1000).")
    private int batch;

    @Option(names = "--json", description = "Print the same numbers as JSON.")
    private boolean json;

    BenchEvidence(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EvidenceBench.Report report = EvidenceBench.run(work(), schedule(), console::progress);
        if (json) {
            console.print(report.json());
        } else {
            console.print(report.table());
        }
        return 0;
    }

    private Work work() {
        try {
            return new Work(sizeBytes, window, batch);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Schedule schedule() {
        try {
            return new Schedule(duration(seconds), duration(warmUpSeconds), rounds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
