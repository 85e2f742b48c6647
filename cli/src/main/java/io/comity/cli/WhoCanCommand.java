package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says who may send what. */
@Command(
        name = "who-can",
        description = "Say who may send which messages to which engines of this node.",
        footer = {
            "",
            "Examples:",
            "  comity who-can --name alice",
            "  comity who-can hello --name alice",
            "  comity who-can --engine greeter --json --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class WhoCanCommand extends NodeCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MISSION", description = "Only by this mission.")
    private @Nullable String mission;

    @Option(names = "--engine", paramLabel = "ENGINE", description = "Only to this engine.")
    private @Nullable String engine;

    WhoCanCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        print(ask(new Request.WhoCan(Optional.ofNullable(mission), Optional.ofNullable(engine))), WhoCanCommand::text);
        return 0;
    }

    private static String text(JsonNode answer) {
        StringBuilder text = new StringBuilder(Words.notRunning(answer));
        if (answer.path("holders").isEmpty()) {
            text.append("Nobody.\n");
        }
        answer.path("holders").forEach(holder -> {
            text.append(Words.who(holder, "holder")).append(" by \"");
            text.append(Words.text(holder, "mission")).append("\", grant ").append(Words.grantId(holder));
            text.append(": ")
                    .append(Words.limits(Words.texts(holder.path("limits"))))
                    .append('\n');
            holder.path("engines")
                    .properties()
                    .forEach(part -> text.append("  ")
                            .append(part.getKey())
                            .append(": ")
                            .append(
                                    part.getValue().isEmpty()
                                            ? "all its messages"
                                            : String.join(", ", Words.texts(part.getValue())))
                            .append('\n'));
        });
        return text.toString();
    }
}
