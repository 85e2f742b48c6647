package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Grants a mission to a node whose id is known. */
@Command(
        name = "grant",
        description = {
            "Let a node, whose id or petname you know, use a mission of yours from now on, within limits. Prints the "
                    + "certificate, which is no secret: only its holder can use it."
        },
        footer = {
            "",
            "Examples:",
            "  comity grant hello node1… --name alice",
            "  comity grant hello bob --rate 5/s --until 7d --name alice",
            "  comity grant hello bob --quota 1000 --kinds greeter.Greet --depth 1 --json --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class GrantCommand extends NodeCommand {
    @Parameters(index = "0", paramLabel = "MISSION", description = "What it may use.")
    private String mission = "";

    @Parameters(index = "1", paramLabel = "NODE|PETNAME", description = "Who.")
    private String holder = "";

    @Mixin
    private LimitOptions limits = new LimitOptions();

    GrantCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        print(ask(new Request.Grant(mission, holder, limits.read(spec))), GrantCommand::text);
        return 0;
    }

    private static String text(JsonNode grant) {
        return Words.who(grant, "holder") + " may use \"" + Words.text(grant, "mission") + "\" from now on: "
                + Words.limits(Words.texts(grant.path("limits"))) + ".\n"
                + "This is grant " + Words.grantId(grant) + ", by which it is revoked; its certificate:\n"
                + Words.text(grant, "certificate") + "\n";
    }
}
