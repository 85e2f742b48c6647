package io.comity.examples.demo.topics;

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

class TopicsDemoTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void everybodyHearsExactlyWhatIsForHimOfATextWithLongLinesEmptyOnesAndForeignBytes() throws IOException {
        String text = "na\u00efve\n\n" + "x".repeat(30_000) + "\nshort\nof eight\nnine long\n" + "the last has no end";
        Path file = Files.write(folder.resolve("a text.txt"), text.getBytes(ISO_8859_1));

        int exit = run(file, 9, true);

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(exit).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(report.get("right").booleanValue()).isTrue();
        assertThat(report.get("lines").longValue()).isEqualTo(7);
        assertThat(report.get("times").intValue()).isEqualTo(286);
        assertThat(must(report, "Alice")).isEqualTo("2002");
        assertThat(must(report, "Bob")).isEqualTo("1144");
        assertThat(must(report, "Carol")).isEqualTo("858");
        assertThat(must(report, "Dave")).isEqualTo("2002");
        assertThat(must(report, "slow")).isEqualTo("1144");
        assertThat(must(report, "Mallory")).isEqualTo("100 FORGED");
    }

    private static String must(JsonNode report, String who) {
        return StreamSupport.stream(report.get("checks").spliterator(), false)
                .filter(check -> check.get("who").textValue().equals(who))
                .findFirst()
                .orElseThrow()
                .get("must")
                .textValue();
    }

    @Test
    void aMissingFileIsOneLineAndAnExitCode() {
        Path missing = folder.resolve("missing");
        assertThat(run(missing, 9, false)).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .isEqualTo("comity demo topics: cannot read " + missing + ": there is no such file"
                        + System.lineSeparator());
        assertThat(out.size()).isZero();
    }

    @Test
    void anEmptyFileIsOneLineAndAnExitCode() throws IOException {
        assertThat(run(Files.createFile(folder.resolve("empty")), 9, false)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).endsWith(": it has no lines" + System.lineSeparator());
    }

    private int run(Path file, int split, boolean json) {
        PrintStream toOut = new PrintStream(out, true, UTF_8);
        return TopicsDemo.run(file, split, json, toOut, new PrintStream(err, true, UTF_8));
    }
}
