package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.comity.control.Reply;
import io.comity.control.Request;
import io.comity.node.Custody;
import io.comity.node.NodeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command about one node of this machine's user: which node, and in what form its answer is printed. */
abstract class NodeCommand implements Callable<Integer> {
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** What a node is called when nobody says how. */
    private static final String NODE = "node";

    /** Where the node cannot be had at all. */
    static final int NO_NODE = 3;

    static final String EXIT_CODES =
            "Exit codes: 0 it was done, 1 it was not (why is one line on stderr), 2 wrong options, 3 no such node, or another"
                    + " process has it.";

    final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    CommandSpec spec;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of the node (default: the only one there is, or else node).")
    private @Nullable String name;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where nodes live (default: $$COMITY_HOME, or else ~/.comity).")
    private @Nullable Path home;

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    NodeCommand(Console console) {
        this.console = console;
    }

    final NodeSettings settings() {
        return settings(spec, name == null ? unnamed() : name, home);
    }

    private String unnamed() {
        List<String> there = settings(spec, NODE, home).neighbours();
        if (there.size() > 1 && !there.contains(NODE)) {
            throw new ParameterException(
                    spec.commandLine(), "say which node with --name; there are " + String.join(", ", there));
        }
        return there.size() == 1 ? there.get(0) : NODE;
    }

    /** The node that is meant, or one to be made. */
    final NodeSettings settingsOfNew() {
        return settings(spec, name == null ? NODE : name, home);
    }

    static NodeSettings settings(CommandSpec spec, String name, @Nullable Path home) {
        try {
            NodeSettings settings = NodeSettings.named(name);
            return home == null ? settings : settings.home(home.toAbsolutePath());
        } catch (IllegalArgumentException misnamed) {
            throw new ParameterException(spec.commandLine(), "--name: " + misnamed.getMessage(), misnamed);
        }
    }

    /** What the node answers; an answer that says that nothing was done is an error. */
    final JsonNode ask(Request request) {
        try (Custody node = Custody.of(settings())) {
            return ask(node, request);
        }
    }

    static JsonNode ask(Custody node, Request request) {
        Reply reply = node.ask(request);
        reply.error().ifPresent(why -> {
            throw new RefusedException(why);
        });
        return JSON.valueToTree(reply.fields());
    }

    final void print(JsonNode answer, Function<JsonNode, String> inWords) {
        if (json) {
            console.print(answer);
        } else {
            console.print(Words.clean(inWords.apply(answer)));
        }
    }
}
