package io.comity.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what is running. */
@Command(
        name = "version",
        description = "Say which Comity, Akka and Java this is.",
        footer = {"", "Example: comity version --json"})
final class Version implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print the same as JSON.")
    private boolean json;

    Version(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Properties build = build();
        ObjectNode versions = JsonNodeFactory.instance.objectNode();
        versions.put("comity", build.getProperty("comity"));
        versions.put("akka", build.getProperty("akka"));
        versions.put("java", Runtime.version().toString());
        if (json) {
            console.print(versions);
        } else {
            versions.properties()
                    .forEach(one ->
                            console.print(one.getKey() + " " + one.getValue().asText() + "\n"));
        }
        return 0;
    }

    /** Written by the build. */
    private static Properties build() {
        try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
            Properties build = new Properties();
            build.load(Objects.requireNonNull(in, "build.properties is missing"));
            return build;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
