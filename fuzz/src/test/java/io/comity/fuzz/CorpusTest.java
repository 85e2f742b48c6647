package io.comity.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus in the repository is what the targets make it of; {@code -Dcomity.corpus=write} writes it anew. */
final class CorpusTest {
    private static final Path RESOURCES =
            Path.of(System.getProperty("comity.root"), "fuzz", "src", "test", "resources");

    static List<FuzzTarget> targets() {
        return Targets.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void holdsTheSeedsOfItsTarget(FuzzTarget target) throws IOException {
        Path folder = RESOURCES
                .resolve(target.getClass().getName().replace('.', '/') + "Inputs")
                .resolve("fuzz");
        int number = 0;
        for (byte[] seed : target.seeds()) {
            Path file = folder.resolve(String.format("seed-%02d", number++));
            if ("write".equals(System.getProperty("comity.corpus"))) {
                Files.createDirectories(folder);
                Files.write(file, seed);
            }
            assertThat(file).hasBinaryContent(seed);
        }
    }
}
