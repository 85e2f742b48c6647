package io.comity.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files in docs/protocol/vectors are those that {@link ProtocolVectors} makes; {@code -Dcomity.vectors.write} writes them. */
final class ProtocolVectorsTest {
    private static final String WRITE = "comity.vectors.write";

    @Test
    void theFilesAreWhatTheGeneratorMakes() throws IOException {
        for (Map.Entry<String, VectorFile> made : ProtocolVectors.files().entrySet()) {
            Path file = VectorFile.FOLDER.resolve(made.getKey());
            if (Boolean.getBoolean(WRITE)) {
                Files.writeString(file, made.getValue().text());
            }
            assertThat(file)
                    .as("made by this test with -D%s=true", WRITE)
                    .exists()
                    .content()
                    .isEqualTo(made.getValue().text());
        }
    }

    @Test
    void thereAreNoOtherFiles() throws IOException {
        try (Stream<Path> files = Files.list(VectorFile.FOLDER)) {
            Set<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .collect(Collectors.toSet());
            assertThat(names).isEqualTo(ProtocolVectors.files().keySet());
        }
    }
}
