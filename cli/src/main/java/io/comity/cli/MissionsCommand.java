package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.comity.cli.manifest.Manifest;
import io.comity.cli.manifest.ManifestException;
import io.comity.cli.manifest.Manifests;
import io.comity.cli.manifest.Shape;
import io.comity.control.Request;
import io.comity.node.Custody;
import io.comity.node.NodeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints which missions programs declare by annotation. */
@Command(
        name = "missions",
        description = {
            "Print the missions that programs declare with @Mission: from the manifest that the annotation processor wrote "
                    + "into each jar or folder of classes, or, without any, from the class path of this command."
        },
        subcommands = {MissionsDiff.class},
        footer = {
            "",
            "Examples:",
            "  comity missions",
            "  comity missions target/classes lib/chess.jar --json",
            "  comity missions --name alice",
            "  comity missions diff chess-1.0.jar chess-1.1.jar",
            "",
            "Exit codes: 0 printed, 2 wrong options, or something that has no manifest, 3 no such node, or another process has it."
        })
final class MissionsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PACKAGE = Pattern.compile("(?:\\w++\\.)++");

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "JAR|DIR", description = "Where to look.")
    private List<Path> places = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "Print the missions that this node defines instead.")
    private @Nullable String name;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where nodes live (default: $$COMITY_HOME, or else ~/.comity).")
    private @Nullable Path home;

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    MissionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (name != null) {
            return ofNode(NodeCommand.settings(spec, name, home));
        }
        Manifest manifest = Manifest.merge(manifests());
        if (json) {
            console.print(json(manifest));
        } else {
            console.print(text(manifest));
        }
        return 0;
    }

    private int ofNode(NodeSettings settings) {
        if (!places.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--name is for a node, without a JAR or DIR");
        }
        try (Custody node = Custody.of(settings)) {
            JsonNode answer = NodeCommand.ask(node, new Request.Missions());
            if (json) {
                console.print(answer);
            } else {
                console.print(Words.clean(ofNode(answer)));
            }
            return 0;
        }
    }

    private static String ofNode(JsonNode answer) {
        StringBuilder text = new StringBuilder(Words.notRunning(answer));
        if (answer.path("missions").isEmpty()) {
            text.append("This node defines no mission.\n");
        }
        answer.path("missions").forEach(mission -> {
            text.append(Words.text(mission, "mission")).append('\n');
            mission.path("engines")
                    .forEach(part -> text.append("  ")
                            .append(Words.text(part, "engine"))
                            .append(": ")
                            .append(
                                    part.path("messages").isEmpty()
                                            ? "all its messages"
                                            : String.join(", ", Words.texts(part.path("messages"))))
                            .append(part.path("runs").asBoolean() ? "" : " (does not run)")
                            .append('\n'));
        });
        return text.toString();
    }

    private List<Manifest> manifests() {
        try {
            return places.isEmpty()
                    ? Manifests.onClassPath()
                    : places.stream().map(Manifests::of).toList();
        } catch (ManifestException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static String text(Manifest manifest) {
        if (manifest.missions().isEmpty()) {
            return "No missions are declared.\n";
        }
        StringBuilder text = new StringBuilder();
        manifest.missions().forEach((mission, messages) -> {
            text.append(mission).append('\n');
            messages.forEach((message, engines) -> append(text, manifest, message, engines));
        });
        return text.toString();
    }

    private static void append(StringBuilder text, Manifest manifest, String message, SortedSet<String> engines) {
        Shape shape = manifest.types().get(message);
        text.append("  ").append(withoutPackages(message));
        if (shape != null && shape.constants().isEmpty()) {
            text.append(shape.fields().entrySet().stream()
                    .map(field -> withoutPackages(field.getValue()) + " " + field.getKey())
                    .collect(Collectors.joining(", ", "(", ")")));
        } else if (shape != null) {
            text.append(shape.constants());
        }
        if (!engines.isEmpty()) {
            text.append(", only to ").append(String.join(", ", engines));
        }
        text.append('\n');
        if (shape != null && !shape.doc().isEmpty()) {
            text.append("      ").append(shape.doc()).append('\n');
        }
    }

    private static String withoutPackages(String type) {
        return PACKAGE.matcher(type).replaceAll("").replace('$', '.');
    }

    private static ObjectNode json(Manifest manifest) {
        ObjectNode json = JSON.createObjectNode();
        ObjectNode missions = json.putObject("missions");
        for (Map.Entry<String, ? extends Map<String, SortedSet<String>>> mission :
                manifest.missions().entrySet()) {
            missions.set(mission.getKey(), JSON.valueToTree(mission.getValue()));
        }
        json.set("types", JSON.valueToTree(manifest.types()));
        return json;
    }
}
