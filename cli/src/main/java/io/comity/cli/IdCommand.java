package io.comity.cli;

import io.comity.node.Custody;
import picocli.CommandLine.Command;

/** Prints who a node is. */
@Command(
        name = "id",
        description = "Print the id of a node: its public key, which you may tell anybody. The node need not run.",
        footer = {
            "",
            "Examples:",
            "  comity id --name alice",
            "  comity id --name alice --json",
            "",
            NodeCommand.EXIT_CODES
        })
final class IdCommand extends NodeCommand {
    IdCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        String id = Custody.id(settings()).text();
        print(JSON.createObjectNode().put("name", settings().name()).put("node", id), asked -> id + "\n");
        return 0;
    }
}
