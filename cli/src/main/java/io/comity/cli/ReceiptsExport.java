package io.comity.cli;

import io.comity.control.Request;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes what a node and others have signed of the messages between them to a file. */
@Command(
        name = "export",
        description = "Write the receipts of this node, with both signatures as far as they are there, to a new file.",
        footer = {
            "",
            "Examples:",
            "  comity receipts export bob.receipts --of bob --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class ReceiptsExport extends SignedCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "To be made; only you will be able to read it.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    ReceiptsExport(Console console) {
        super(console, Request.Papers.RECEIPTS);
    }

    @Override
    public Integer call() {
        return export(file, "accounts");
    }
}
