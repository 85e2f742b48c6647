package io.comity.examples.words;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import io.comity.examples.words.Words.Count;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WordsTest {
    private final ActorTestKit kit = ActorTestKit.create();
    private final ActorRef<Words.Command> engine = kit.spawn(Words.create());
    private final WordsClient client = new WordsClient(new WordsClient.Asks() {
        @Override
        public <R> CompletionStage<R> ask(Function<ActorRef<R>, Words.Command> question) {
            return AskPattern.ask(engine, question, Duration.ofSeconds(10), kit.scheduler());
        }
    });

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void ranksTheWordsOfAText() throws IOException {
        stream("The cat and the hat.\nAnd the bat!");
        assertThat(client.top().top())
                .containsExactly(
                        new Count("the", 3),
                        new Count("and", 2),
                        new Count("bat", 1),
                        new Count("cat", 1),
                        new Count("hat", 1));
    }

    @Test
    void aWordCutByTheEndOfABatchIsOneWord() throws IOException {
        String before = " ".repeat(Words.MAX_BATCH_CHARACTERS - 3);
        stream(before + "together");
        assertThat(client.top().top()).containsExactly(new Count("together", 1));
    }

    @Test
    void aWordThatEndsWithItsBatchDoesNotSwallowTheNextLine() throws IOException {
        stream("x".repeat(Words.MAX_BATCH_CHARACTERS) + "\nnext");
        assertThat(client.top().differentWords()).isEqualTo(2);
    }

    @Test
    void aWordLongerThanManyMessagesIsCountedWholeAndShownInShort() throws IOException {
        stream("a".repeat(100_000) + " " + "a".repeat(100_001));
        assertThat(client.top().differentWords()).isEqualTo(2);
        assertThat(client.top().top().get(0)).isEqualTo(new Count("a".repeat(4_000) + "…", 1));
    }

    @Test
    void anEmptyTextHasAnEmptyRanking() throws IOException {
        WordsClient.Sent sent = stream("");
        assertThat(sent).isEqualTo(new WordsClient.Sent(0, 0, 0, 0));
        assertThat(client.top()).isEqualTo(new Words.Ranking(List.of(), 0, 0, 0, 0, 0));
    }

    @Test
    void aNewTextForgetsTheLastOneEvenItsOpenWord() throws IOException {
        stream("old words");
        this.<Words.Taken>ask(replyTo -> new Words.Lines(List.of("open"), true, replyTo));
        stream("new words");
        assertThat(client.top().top()).containsExactly(new Count("new", 1), new Count("words", 1));
    }

    @Test
    void confirmsEveryLineAndSaysHowFarItIs() throws IOException {
        List<Long> progress = new ArrayList<>();
        String text = "a line of words\n".repeat(5_000);
        WordsClient.Sent sent = client.stream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), progress::add);
        assertThat(sent.lines()).isEqualTo(5_000);
        assertThat(sent.linesTaken()).isEqualTo(5_000);
        assertThat(progress).hasSize((int) sent.batches()).isSorted().endsWith((long) text.length());
    }

    @Test
    void keepsAsManyBatchesUnansweredAsItsBoundAndNotOneMore() throws IOException {
        AnswersWhenAwaited engineThatWaits = new AnswersWhenAwaited();
        String text = "x".repeat(Words.MAX_BATCH_CHARACTERS * 20 - 1);
        new WordsClient(engineThatWaits).stream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), bytes -> {});
        assertThat(engineThatWaits.unansweredAtEachQuestion)
                .hasSize(21)
                .startsWith(1, 1, 2, 3, 4, 5, 6, 7, 8, 8)
                .endsWith(8);
    }

    @Test
    void answersAsTheDirectCountDoes() throws IOException {
        String text = "alpha beta\n\ngamma Alpha " + "delta ".repeat(9_000) + "\u00e9nd";
        stream(text);
        Words.Ranking direct = DirectCount.of(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
        Words.Ranking engines = client.top();
        assertThat(engines.top()).isEqualTo(direct.top());
        assertThat(engines.lines()).isEqualTo(direct.lines());
        assertThat(engines.words()).isEqualTo(direct.words());
    }

    private WordsClient.Sent stream(String text) throws IOException {
        return client.stream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), bytes -> {});
    }

    private <R> R ask(Function<ActorRef<R>, Words.Command> question) {
        return AskPattern.ask(engine, question, Duration.ofSeconds(10), kit.scheduler())
                .toCompletableFuture()
                .join();
    }
}
