package io.comity.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for one run: keys, homes and logs of its processes. It goes with the run, also when that is interrupted. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /** @throws BenchException when it cannot be made */
    public static TemporaryFolder make() {
        try {
            TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory("comity-bench-"));
            Runtime.getRuntime().addShutdownHook(new Thread(folder::close)); // for an interrupt from the keyboard
            return folder;
        } catch (IOException e) {
            throw new BenchException("cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Best effort: what is left is small, private, and in the folder that the system sweeps. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // gone already
        }
    }
}
