package io.comity.cli;

import io.comity.examples.demo.Demo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the demo on a file; its exit code is the demo's. */
@Command(
        name = "demo",
        subcommands = DemoTopics.class,
        description = {
            "Three processes on loopback: Alice offers to count words, Bob, whom she invited, streams FILE to her, and "
                    + "Mallory, whom she did not, attacks. Prints the ten most frequent words and what became of every "
                    + "message, delivered, refused or dropped."
        },
        footer = {
            "",
            "Examples:",
            "  comity demo",
            "  comity demo LICENSE",
            "  comity demo --json LICENSE",
            "  comity demo topics",
            "",
            "Exit codes: 0 every count is right, 1 one is not or FILE cannot be read, 2 wrong options."
        })
final class DemoCommand implements Callable<Integer> {
    /** Set by the launcher: the folder of the repository. */
    static final String ROOT = "comity.root";

    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A text file (default: the README of Comity).")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print the outcome as JSON, and nothing else.")
    private boolean json;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path text = file == null ? Path.of(System.getProperty(ROOT, "."), "README.md") : file;
        return Demo.run(text, json, console.out(), console.err());
    }
}
