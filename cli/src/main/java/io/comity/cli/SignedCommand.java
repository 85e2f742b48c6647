package io.comity.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.comity.control.Request;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command about what others signed for a node: counts it, or writes it to a file that anybody can check. */
abstract class SignedCommand extends NodeCommand {
    private final Request.Papers papers;

    @Option(names = "--of", paramLabel = "NODE", description = "Only of this node: its petname, or its id.")
    private @Nullable String node;

    SignedCommand(Console console, Request.Papers papers) {
        super(console);
        this.papers = papers;
    }

    final JsonNode count() {
        return ask(new Request.Signed(papers, Optional.ofNullable(node), Optional.empty()));
    }

    final int export(Path file, String what) {
        String path = file.toAbsolutePath().normalize().toString();
        JsonNode written = ask(new Request.Signed(papers, Optional.ofNullable(node), Optional.of(path)));
        print(
                written,
                answer -> "%d %s in %s, which anybody can check:%n  comity %s verify %s%n"
                        .formatted(answer.path("count").asLong(), what, path, papers.label(), file));
        return 0;
    }
}
