package io.comity.examples.words;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final int MAX = Words.MAX_BATCH_CHARACTERS;

    @Test
    void anEmptyTextHasNoBatches() throws IOException {
        assertThat(batches("")).isEmpty();
    }

    @Test
    void linesLoseTheirBreaksAndNothingElse() throws IOException {
        assertThat(batches("one\r\n\ntwo\n")).containsExactly(new Batch(List.of("one\r", "", "two"), false));
    }

    @Test
    void whatFollowsTheLastBreakIsALine() throws IOException {
        assertThat(batches("one\ntwo")).containsExactly(new Batch(List.of("one", "two"), false));
    }

    @Test
    void aBatchHasAsManyLinesAsItsBoundAndTheNextHasTheRest() throws IOException {
        assertThat(batches("x\n".repeat(Words.MAX_BATCH_LINES))).hasSize(1);
        List<Batch> two = batches("x\n".repeat(Words.MAX_BATCH_LINES + 1));
        assertThat(two).hasSize(2);
        assertThat(two.get(1)).isEqualTo(new Batch(List.of("x"), false));
    }

    @Test
    void aLineOneLongerThanABatchIsCut() throws IOException {
        assertThat(batches("x".repeat(MAX + 1) + "\nnext"))
                .containsExactly(new Batch(List.of("x".repeat(MAX)), true), new Batch(List.of("x", "next"), false));
    }

    @Test
    void aLineAsLongAsABatchEndsInTheNextEvenWhenTheTextIsOver() throws IOException {
        assertThat(batches("x".repeat(MAX)))
                .containsExactly(new Batch(List.of("x".repeat(MAX)), true), new Batch(List.of(""), false));
        assertThat(batches("x".repeat(MAX) + "\n"))
                .containsExactly(new Batch(List.of("x".repeat(MAX)), true), new Batch(List.of(""), false));
    }

    @Test
    void anyBytesComeBackFromTheirBatches() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            byte[] bytes = new byte[new Random(seed).nextInt(3 * MAX)];
            new Random(seed).nextBytes(bytes);
            String text = new String(bytes, ISO_8859_1);
            assertThat(rejoined(batches(text))).as("seed %d", seed).isEqualTo(text.endsWith("\n") ? text : text + "\n");
        }
    }

    @Test
    void aFullBatchStaysFarBelowTheLimitOfAMessage() throws IOException {
        String worst = "\u00ff".repeat(MAX);
        int utf8 = batches(worst).get(0).lines().stream()
                .mapToInt(line -> line.getBytes(UTF_8).length)
                .sum();
        assertThat(utf8 + 5 * Words.MAX_BATCH_LINES).isLessThan(48 * 1_024);
    }

    private static String rejoined(List<Batch> batches) {
        StringBuilder text = new StringBuilder();
        for (Batch batch : batches) {
            text.append(String.join("\n", batch.lines())).append(batch.cut() ? "" : "\n");
        }
        return text.toString();
    }

    private static List<Batch> batches(String text) throws IOException {
        Batches batches = new Batches(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
        List<Batch> all = new ArrayList<>();
        for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
            all.add(next.get());
        }
        assertThat(batches.bytes()).isEqualTo(text.length());
        return Collections.unmodifiableList(all);
    }
}
