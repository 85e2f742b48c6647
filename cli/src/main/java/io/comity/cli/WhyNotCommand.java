package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains why somebody cannot use a mission. */
@Command(
        name = "why-not",
        description = {
            "Say what keeps a node from using a mission of yours; you see every reason. With --theirs, what is known here of why "
                    + "you cannot use a mission of that node: only its owner sees more."
        },
        footer = {
            "",
            "Examples:",
            "  comity why-not bob hello --name alice",
            "  comity why-not alice hello --theirs --name bob",
            "",
            "Exit codes: 0 nothing keeps it from that, 1 something does or it cannot be said, 2 wrong options, 3 no such node, or",
            "another process has it."
        })
final class WhyNotCommand extends NodeCommand {
    @Parameters(index = "0", paramLabel = "NODE", description = "The other node, by id or petname.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "MISSION", description = "The mission.")
    private String mission = "";

    @Option(names = "--theirs", description = "The mission is that of the other node.")
    private boolean theirs;

    WhyNotCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        JsonNode answer = ask(new Request.WhyNot(node, mission, theirs));
        print(answer, this::text);
        return answer.path("can").asBoolean() ? 0 : 1;
    }

    private String text(JsonNode answer) {
        String other = Words.who(answer, "node");
        boolean can = answer.path("can").asBoolean();
        String what = "\"" + Words.text(answer, "mission") + "\"";
        StringBuilder text = new StringBuilder(
                theirs
                        ? can
                                ? "Nothing that is known here keeps this node from using " + what + " of " + other
                                : "This node cannot use " + what + " of " + other
                        : other + (can ? " can use " : " cannot use ") + what + " of this node");
        text.append(answer.path("reasons").isEmpty() ? ".\n" : ":\n");
        answer.path("reasons")
                .forEach(reason -> text.append("  ")
                        .append(reason.path("stops").asBoolean() ? "! " : "  ")
                        .append(Words.text(reason, "text"))
                        .append('\n'));
        return text.toString();
    }
}
