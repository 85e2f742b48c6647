package io.comity.examples.demo.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static Report report(Check... checks) {
        return new Report("file", 3, 2, 60, new ReaderMain.Slow(4, 5), List.of(checks));
    }

    @Test
    void isRightWhenEverythingIsAsItMustBe() {
        assertThat(report(new Check("Bob", "lines", "3", "3")).isRight()).isTrue();
    }

    @Test
    void explainsTheFirstThatIsWrong() {
        Report report = report(new Check("Bob", "lines", "3", "3"), new Check("Carol", "lines", "4", "5"));
        assertThat(report.isRight()).isFalse();
        assertThat(report.complaint()).isEqualTo("Carol, lines: must be 4, is 5");
    }

    @Test
    void printsATableOfWhatMustBeAndWhatIs() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report(new Check("Bob", "lines", "3", "3"), new Check("Carol", "lines", "4", "5"))
                .print(new PrintStream(out, true, UTF_8));
        assertThat(out.toString(UTF_8)
                        .lines()
                        .map(line -> line.replaceAll(" +", " ").strip()))
                .contains(
                        "3 lines of file, published 2 times:",
                        "who what must be is",
                        "Bob lines 3 3",
                        "Carol lines 4 5 WRONG",
                        "The slow reader was told 4 lines; 5 were left out for it, as its rule says.",
                        "2 values checked, 1 wrong.");
    }
}
