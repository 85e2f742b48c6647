package io.comity.cli;

import io.comity.bench.Contender;
import io.comity.bench.LinkBench;
import io.comity.bench.Report;
import io.comity.bench.Schedule;
import io.comity.bench.Settings;
import io.comity.bench.Side;
import io.comity.bench.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads the options of the link bench, runs it, prints its report. */
@Command(
        name = "link",
        description = {
            "Measure messages one way with credit, and asks with 1 and 16 in flight, between two processes on loopback; "
                    + "then the same work over plain Akka Artery, in alternation, and the ratio."
        },
        footer = {
            "",
            "Examples:",
            "  comity bench link",
            "  comity bench link --transport tcp --peer artery-tls --json",
            "  comity bench link --chain 8 --rated",
            "  comity bench link --transport memory --peer none --seconds 3",
            "",
            "Exit codes: 0 measured, 1 a process failed or stalled, 2 wrong options."
        })
final class BenchLink implements Callable<Integer> {
    private static final String NO_PEER = "none";
    private static final String DEFAULT_PEER = "plain-artery";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Option(
            names = "--transport",
            defaultValue = "tcp",
            description = "tcp (default), tls, unix, quic, grpc, artery-tls, artery-tcp, artery-aeron or memory.")
    private String transport = "";

    @Option(names = "--peer", description = "plain-artery (default), artery-tls, or none for no comparison.")
    private String peer = "";

    @Option(
            names = "--chain",
            paramLabel = "LINKS",
            defaultValue = "0",
            description =
                    "The right to send went through so many hands, 1 to 8; unless --peer is given, compared with one.")
    private int chain;

    @Option(names = "--rated", description = "With --chain: each link states a rate, which is never reached.")
    private boolean rated;

    @Option(names = "--size", defaultValue = "100", description = "Bytes of one message (default 100).")
    private int sizeBytes;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "One-way time of each side over all rounds (default 10); each kind of ask gets a quarter.")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Turns of each side, in alternation (default 5).")
    private int rounds;

    @Option(
            names = "--warmup",
            defaultValue = "4",
            description = "Seconds one way, and as long again for asks, before the first round (default 4).")
    private double warmUpSeconds;

    @Option(names = "--window", defaultValue = "1000", description = "Messages outstanding, one way (default 1000).")
    private int window;

    @Option(names = "--batch", defaultValue = "250", description = "Messages per returned credit (default 250).")
    private int batch;

    @Option(names = "--json", description = "Print the same numbers as JSON.")
    private boolean json;

    BenchLink(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Report report = LinkBench.run(settings(), console::progress);
        if (json) {
            console.print(report.json());
        } else {
            console.print(report.table());
        }
        return 0;
    }

    /** What the options say; a wrong one is the user's error, named in one line. */
    Settings settings() {
        try {
            return new Settings(
                    new Side(ours(), chain, rated),
                    comparison(),
                    new Work(sizeBytes, window, batch),
                    new Schedule(duration(seconds), duration(warmUpSeconds), rounds));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Contender ours() {
        if (rated && chain == 0) {
            throw new IllegalArgumentException("--rated needs --chain");
        }
        return Contender.transport(transport)
                .orElseThrow(() -> unknown("--transport", transport, Contender.transports()));
    }

    private Optional<Side> comparison() {
        if (peer.isEmpty() && chain > 0) {
            return Optional.of(new Side(ours(), 1, rated));
        }
        String other = peer.isEmpty() ? DEFAULT_PEER : peer;
        return other.equals(NO_PEER)
                ? Optional.empty()
                : Optional.of(
                        Side.of(Contender.peer(other).orElseThrow(() -> unknown("--peer", other, Contender.peers()))));
    }

    private static IllegalArgumentException unknown(String option, String value, List<String> known) {
        return new IllegalArgumentException(
                option + " must be one of " + String.join(", ", known) + ", not '" + value + "'");
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
