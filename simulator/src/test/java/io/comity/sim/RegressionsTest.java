package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What once went wrong, told again. */
class RegressionsTest {
    static List<Path> stories() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(RegressionsTest.class.getResource("/regressions"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".story"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void doesNotGoWrongAgain(Path file) throws IOException {
        assertThat(Story.parse(Files.readString(file)).tell().violation()).isEmpty();
    }
}
