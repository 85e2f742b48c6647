package io.comity.examples.demo.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    @TempDir
    Path folder;

    private List<Line> read(String text, int times) throws IOException {
        Path file = Files.write(folder.resolve("text"), text.getBytes(ISO_8859_1));
        List<Line> lines = new ArrayList<>();
        try (Reading reading = new Reading(file, times)) {
            for (Line line = reading.next(); line != null; line = reading.next()) {
                lines.add(line);
            }
        }
        assertThat(Reading.count(file) * times).isEqualTo(lines.size());
        return lines;
    }

    @Test
    void readsLinesAlsoEmptyOnesAndOneWithoutAnEnd() throws IOException {
        assertThat(read("one\n\n\u00e9", 1))
                .containsExactly(new Line(1, 3, "one"), new Line(2, 0, ""), new Line(3, 1, "\u00e9"));
        assertThat(read("one\n", 1)).containsExactly(new Line(1, 3, "one"));
        assertThat(read("", 3)).isEmpty();
    }

    @Test
    void countsOnWhenItBeginsAgain() throws IOException {
        assertThat(read("a\nb", 2))
                .containsExactly(new Line(1, 1, "a"), new Line(2, 1, "b"), new Line(3, 1, "a"), new Line(4, 1, "b"));
    }

    @Test
    void aLineOfTheLargestSizeStaysAndALongerOneIsCut() throws IOException {
        String most = "x".repeat(Line.MAX_TEXT);
        assertThat(read(most + "\n" + most + "y", 1))
                .containsExactly(new Line(1, Line.MAX_TEXT, most), new Line(2, Line.MAX_TEXT + 1, most));
    }
}
