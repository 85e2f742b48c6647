package io.comity.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of measurements. */
@Command(
        name = "bench",
        description =
                "Measure speed beside a peer, what evidence and many subscriptions cost, and what cut links do to a session.",
        subcommands = {BenchLink.class, BenchEvidence.class, BenchFilters.class, BenchChaos.class})
final class Bench implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to measure: link, evidence, filters or chaos");
    }
}
