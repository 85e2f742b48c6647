package io.comity.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which state of the sources was measured. */
final class Commit {
    private static final long PATIENCE_SECONDS = 20;

    private Commit() {}

    /** The commit of {@code comity.root}, or {@code unknown} where git has none. */
    static String current() {
        return of(Path.of(System.getProperty("comity.root", ".")));
    }

    static String of(Path root) {
        return git(root, "rev-parse", "--short", "HEAD")
                .map(hash -> hash + (isChanged(root) ? "+" : ""))
                .orElse("unknown");
    }

    /** Results themselves are no change. */
    private static boolean isChanged(Path root) {
        return git(root, "status", "--porcelain", "--", ".", ":!docs/results", ":!docs/SCOREBOARD.md")
                .map(changes -> !changes.isEmpty())
                .orElse(true);
    }

    private static Optional<String> git(Path root, String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        try {
            Process git = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0
                    ? Optional.of(said.strip())
                    : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
