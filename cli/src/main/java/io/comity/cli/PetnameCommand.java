package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Gives other nodes names of one's own. */
@Command(
        name = "petname",
        description =
                "Call another node by a name of your own; nobody else sees it. Without a name, list those there are.",
        footer = {
            "",
            "Examples:",
            "  comity petname bob node1… --name alice",
            "  comity petname bob --remove --name alice",
            "  comity petname --json --name alice",
            "",
            NodeCommand.EXIT_CODES
        })
final class PetnameCommand extends NodeCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "PETNAME", description = "The name.")
    private @Nullable String petname;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NODE", description = "Its id, or enough of it.")
    private @Nullable String node;

    @Option(names = "--remove", description = "Take the name away.")
    private boolean remove;

    PetnameCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        if (petname == null) {
            print(ask(new Request.Self()).path("petnames"), PetnameCommand::list);
        } else if (remove == (node != null)) {
            throw new ParameterException(spec.commandLine(), "say which node it names, or --remove");
        } else {
            print(ask(new Request.Petname(petname, Optional.ofNullable(node))), PetnameCommand::text);
        }
        return 0;
    }

    private static String list(JsonNode petnames) {
        StringBuilder text = new StringBuilder();
        petnames.properties()
                .forEach(each -> text.append(each.getKey())
                        .append(' ')
                        .append(each.getValue().asText())
                        .append('\n'));
        return text.isEmpty() ? "No node has a name here.\n" : text.toString();
    }

    private static String text(JsonNode answer) {
        return answer.has("removed")
                ? "Nobody is called " + Words.text(answer, "removed") + " any more.\n"
                : Words.text(answer, "node") + " is called " + Words.text(answer, "petname") + " here.\n";
    }
}
