package io.comity.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.cli.manifest.Difference;
import io.comity.cli.manifest.ManifestException;
import io.comity.cli.manifest.Manifests;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a release would do to grants that were given before it. */
@Command(
        name = "diff",
        description = {
            "Say which grants a release would widen and which it would narrow: message types that missions get or lose, and "
                    + "components of messages that change. Look at it before you install the release: the grants stand."
        },
        footer = {
            "",
            "Examples:",
            "  comity missions diff chess-1.0.jar chess-1.1.jar",
            "  comity missions diff old/missions.json target/classes --json",
            "",
            "Exit codes: 0 no grant gets wider, 1 one does, 2 wrong options, or something that has no manifest."
        })
final class MissionsDiff implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "OLD",
            description = "What is installed: a jar, a folder of classes, a manifest.")
    @SuppressWarnings("NullAway.Init")
    private Path before;

    @Parameters(index = "1", paramLabel = "NEW", description = "What is to be installed.")
    @SuppressWarnings("NullAway.Init")
    private Path after;

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    MissionsDiff(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Difference difference = difference();
        if (json) {
            console.print(json(difference));
        } else {
            console.print(text(difference));
        }
        return difference.wider().isEmpty() ? 0 : 1;
    }

    private Difference difference() {
        try {
            return Difference.between(Manifests.of(before), Manifests.of(after));
        } catch (ManifestException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static String text(Difference difference) {
        StringBuilder text = new StringBuilder();
        append(text, "Wider", difference.wider());
        append(text, "Narrower", difference.narrower());
        if (!difference.fresh().isEmpty()) {
            text.append("New, so held by nobody: ")
                    .append(String.join(", ", difference.fresh()))
                    .append('\n');
        }
        return text.isEmpty() ? "No grant changes.\n" : text.toString();
    }

    private static void append(StringBuilder text, String title, List<Difference.Change> changes) {
        if (!changes.isEmpty()) {
            text.append(title).append('\n');
            changes.forEach(change -> text.append("  ")
                    .append(change.mission())
                    .append(": ")
                    .append(change.text())
                    .append('\n'));
        }
    }

    private static ObjectNode json(Difference difference) {
        ObjectNode json = JSON.createObjectNode();
        json.set("wider", JSON.valueToTree(difference.wider()));
        json.set("narrower", JSON.valueToTree(difference.narrower()));
        json.set("new", JSON.valueToTree(difference.fresh()));
        return json;
    }
}
