package io.comity.cli;

import io.comity.examples.demo.topics.TopicsDemo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the demo of topics on a file; its exit code is the demo's. */
@Command(
        name = "topics",
        description = {
            "Five processes on loopback: one publishes a file on a topic, three hear what each asked for, one forges.",
            "Alice publishes the lines of FILE. Bob hears the short ones, Carol the others, Dave comes when half of them are "
                    + "out and hears all from the beginning. Mallory, who may read and not publish, forges, alters and "
                    + "replays. Somebody at Bob's is too slow. Prints what each must have heard, computed from FILE alone, "
                    + "and what each has."
        },
        footer = {
            "",
            "Examples:",
            "  comity demo topics",
            "  comity demo topics README.md",
            "  comity demo topics --split 60 --json LICENSE",
            "",
            "Exit codes: 0 every value is right, 1 one is not or FILE cannot be read, 2 wrong options."
        })
final class DemoTopics implements Callable<Integer> {
    private static final int MAX_SPLIT = 1_000_000;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A text file (default: the LICENSE of Comity).")
    private @Nullable Path file;

    @Option(
            names = "--split",
            paramLabel = "N",
            defaultValue = "70",
            description = "Bob hears the lines shorter than N characters (default 70).")
    private int split;

    @Option(names = "--json", description = "Print the outcome as JSON, and nothing else.")
    private boolean json;

    DemoTopics(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (split < 0 || split > MAX_SPLIT) {
            throw new ParameterException(spec.commandLine(), "--split must be from 0 to " + MAX_SPLIT);
        }
        Path text = file == null ? Path.of(System.getProperty(DemoCommand.ROOT, "."), "LICENSE") : file;
        return TopicsDemo.run(text, split, json, console.out(), console.err());
    }
}
