package io.comity.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.examples.words.Words;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Words.Ranking RANKING = new Words.Ranking(List.of(new Words.Count("the", 7)), 3, 9, 2, 0, 1);

    @Test
    void isRightWhenEveryCheckHolds() {
        assertThat(report(new Check("lines", 3, 3)).isRight()).isTrue();
    }

    @Test
    void explainsTheFirstWrongCount() {
        Report report = report(new Check("lines", 3, 3), new Check("words", 9, 8), new Check("batches", 1, 2));
        assertThat(report.isRight()).isFalse();
        assertThat(report.complaint()).isEqualTo("words: expected 9, counted 8");
    }

    @Test
    void addsUpWhatReachedTheEngineWhileMalloryActed() {
        assertThat(report().malloryDelivered()).isEqualTo(2);
    }

    @Test
    void printsTheTopTenAndATableOfWhatWasCounted() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report(new Check("lines", 3, 3)).print(new PrintStream(out, true, UTF_8));
        assertThat(out.toString(UTF_8)
                        .lines()
                        .map(line -> line.replaceAll(" +", " ").strip()))
                .contains(
                        "The most frequent of 9 words (2 different):",
                        "7 the",
                        "who path did and heard delivered refused silently dropped",
                        "Bob tcp streams answers 5 - -",
                        "Mallory tcp tries nothing 2 3 denied 1 record",
                        "Mallory's delivered, on every path: 2. 1 numbers checked, 0 wrong.");
    }

    @Test
    void saysWhenWordsWereLeftOut() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Words.Ranking full = new Words.Ranking(List.of(), 3, 9, 2, 4, 1);
        new Report("file", 1, full, List.of(), List.of()).print(new PrintStream(out, true, UTF_8));
        assertThat(out.toString(UTF_8)).contains("4 words were left out");
    }

    @Test
    void countsAreWhatGrewMeanwhile() {
        Counts counts = Counts.between(
                Map.of("delivered", 5L, "refused.denied", 1L, "dropped.record", 2L, "sent", 0L),
                Map.of("delivered", 7L, "refused.denied", 4L, "dropped.record", 2L, "sent", 9L, "dropped.busy", 1L));
        assertThat(counts.delivered()).isEqualTo(2);
        assertThat(counts.refused()).containsExactly(Map.entry("denied", 3L));
        assertThat(counts.dropped()).containsExactly(Map.entry("busy", 1L));
    }

    private static Report report(Check... checks) {
        Counts bobs = Counts.between(Map.of(), Map.of("delivered", 5L));
        Counts mallorys = Counts.between(Map.of(), Map.of("delivered", 2L, "refused.denied", 3L, "dropped.record", 1L));
        List<Row> rows = List.of(
                new Row("Bob", "tcp", "streams", "answers", bobs),
                new Row("Mallory", "tcp", "tries", "nothing", mallorys));
        return new Report("file", 42, RANKING, rows, List.of(checks));
    }
}
