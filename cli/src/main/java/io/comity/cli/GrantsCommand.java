package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import picocli.CommandLine.Command;

/** Lists what others hold of a node, and what it may do elsewhere. */
@Command(
        name = "grants",
        description = {
            "List the grants of this node that stand, what they allow and how often they were used since the node was started; "
                    + "and what nodes that are connected now let this one do."
        },
        footer = {
            "",
            "Examples:",
            "  comity grants --name alice",
            "  comity grants --name alice --json",
            "",
            NodeCommand.EXIT_CODES
        })
final class GrantsCommand extends NodeCommand {
    GrantsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        print(ask(new Request.Grants()), GrantsCommand::text);
        return 0;
    }

    private static String text(JsonNode grants) {
        StringBuilder text = new StringBuilder(Words.notRunning(grants));
        text.append(grants.path("given").isEmpty() ? "Nobody holds a grant of this node.\n" : "Given\n");
        grants.path("given")
                .forEach(grant ->
                        text.append(Words.grant(grant, grants.path("running").asBoolean(true))));
        if (!grants.path("held").isEmpty()) {
            text.append("Held\n");
            grants.path("held")
                    .forEach(held -> text.append("  of ")
                            .append(Words.who(held, "owner"))
                            .append(": ")
                            .append(Words.engines(held.path("engines")))
                            .append('\n'));
        }
        if (!grants.path("taken").isEmpty()) {
            text.append("Taken back from this node\n");
            grants.path("taken")
                    .forEach(taken -> text.append("  ")
                            .append(Words.grantId(taken))
                            .append("  by ")
                            .append(Words.who(taken, "owner"))
                            .append(", ")
                            .append(Words.text(taken, "reason"))
                            .append(" at ")
                            .append(Words.text(taken, "at"))
                            .append('\n'));
        }
        if (!grants.path("running").asBoolean(true)) {
            text.append("What other nodes let this one do, they tell it while it runs.\n");
        }
        return text.toString();
    }
}
