package io.comity.examples.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that somebody names. */
public final class TextFile {
    private TextFile() {}

    /** Why it cannot be read, if not. */
    public static Optional<String> whyUnreadable(Path file) {
        if (!Files.exists(file)) {
            return Optional.of("there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("it is not a regular file");
        }
        return Files.isReadable(file) ? Optional.empty() : Optional.of("permission denied");
    }
}
