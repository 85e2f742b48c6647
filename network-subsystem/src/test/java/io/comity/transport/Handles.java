package io.comity.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets, pipes and selectors this process has open, by the names that Linux gives them; none on other systems. */
final class Handles {
    private static final Path OWN = Path.of("/proc/self/fd");

    private Handles() {}

    static Set<String> open() {
        if (!Files.isDirectory(OWN)) {
            return Set.of();
        }
        try (Stream<Path> all = Files.list(OWN)) {
            return all.flatMap(one -> target(one).stream())
                    .filter(name -> name.matches("(socket|pipe|anon_inode):.*"))
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Optional<String> target(Path handle) {
        try {
            return Optional.of(Files.readSymbolicLink(handle).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }
}
