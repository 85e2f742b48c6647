package io.comity.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about what two nodes have signed of the messages between them. */
@Command(
        name = "receipts",
        description = "What this node and others have signed of the signed messages between them.",
        subcommands = {ReceiptsList.class, ReceiptsExport.class, ReceiptsVerify.class},
        footer = {
            "",
            "Examples:",
            "  comity receipts list --name alice",
            "  comity receipts export bob.receipts --of bob --name alice",
            "  comity receipts verify bob.receipts"
        })
final class ReceiptsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with receipts: list, export or verify");
    }
}
