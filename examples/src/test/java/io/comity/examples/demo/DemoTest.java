package io.comity.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void everyCountIsRightForATextWithLongLinesCutWordsAndForeignBytes() throws IOException {
        String text = "na\u00efve words\n" + "x".repeat(30_000) + " words " + "word ".repeat(9_000) + "\nWords";
        Path file = Files.write(folder.resolve("a text.txt"), text.getBytes(ISO_8859_1));

        int exit = run(file, true);

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(exit).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(report.get("right").booleanValue()).isTrue();
        assertThat(report.get("malloryDelivered").longValue()).isZero();
        assertThat(report.at("/ranking/lines").longValue()).isEqualTo(3);
        assertThat(report.at("/ranking/top/0").toString()).isEqualTo("{\"word\":\"word\",\"count\":9000}");
        assertThat(report.at("/ranking/top/1").toString()).isEqualTo("{\"word\":\"words\",\"count\":3}");
        assertThat(report.at("/ranking/top/2").toString()).isEqualTo("{\"word\":\"na\",\"count\":1}");
        assertThat(StreamSupport.stream(report.get("rows").spliterator(), false)
                        .map(row -> row.get("path").textValue())
                        .distinct())
                .containsExactly("tcp", "artery-tls");
    }

    @Test
    void aMissingFileIsOneLineAndAnExitCode() {
        Path missing = folder.resolve("missing");
        assertThat(run(missing, false)).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .isEqualTo("comity demo: cannot read " + missing + ": there is no such file" + System.lineSeparator());
        assertThat(out.size()).isZero();
    }

    @Test
    void aFolderIsOneLineAndAnExitCode() {
        assertThat(run(folder, false)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).endsWith(": it is not a regular file" + System.lineSeparator());
    }

    private int run(Path file, boolean json) {
        return Demo.run(file, json, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
