package io.comity.cli;

import io.comity.control.Request;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the messages that a running node can prove to a file. */
@Command(
        name = "export",
        description = "Write the messages that this node can prove, with their proofs, to a new file.",
        footer = {
            "",
            "Examples:",
            "  comity evidence export orders.proof --of bob --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class EvidenceExport extends SignedCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "To be made; only you will be able to read it.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    EvidenceExport(Console console) {
        super(console, Request.Papers.EVIDENCE);
    }

    @Override
    public Integer call() {
        return export(file, "messages");
    }
}
