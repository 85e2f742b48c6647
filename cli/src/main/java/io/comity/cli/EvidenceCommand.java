package io.comity.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about messages that can be proven. */
@Command(
        name = "evidence",
        description = "Messages that others signed, so that anybody can be shown who sent them.",
        subcommands = {EvidenceList.class, EvidenceExport.class, EvidenceVerify.class},
        footer = {
            "",
            "Examples:",
            "  comity evidence list --name alice",
            "  comity evidence export orders.proof --of bob --name alice",
            "  comity evidence verify orders.proof"
        })
final class EvidenceCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with evidence: list, export or verify");
    }
}
