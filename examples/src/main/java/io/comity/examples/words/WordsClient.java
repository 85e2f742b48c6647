package io.comity.examples.words;

import akka.actor.typed.ActorRef;
import akka.japi.function.Function;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/**
 * Streams a text to a {@link Words} engine, wherever that is, and asks for the result. Used from one thread, outside of any
 * actor; each method waits for the engine.
 */
public final class WordsClient {
    /** Batches sent and not yet answered: enough to keep a link busy, little enough for the smallest engine. */
    public static final int MAX_IN_FLIGHT = 8;

    /**
     * How a message gets its answer: in a node's program, {@code AskPattern.ask} with a deadline.
     *
     * <p>Messages must leave in the order of the calls, which {@code ask} guarantees.
     */
    @FunctionalInterface
    public interface Asks {
        <R> CompletionStage<R> ask(Function<ActorRef<R>, Words.Command> question);
    }

    /** What was sent, and what the engine confirmed. */
    public record Sent(long lines, long batches, long bytes, long linesTaken) {}

    private final Asks engine;

    public WordsClient(Asks engine) {
        this.engine = engine;
    }

    /**
     * Sends the whole text and returns when the engine has counted all of it.
     *
     * @param progress hears of the bytes sent so far, after each batch
     * @throws java.util.concurrent.CompletionException when an answer fails, for example by its deadline
     */
    public Sent stream(InputStream text, LongConsumer progress) throws IOException {
        engine.<Words.Begun>ask(Words.Begin::new).toCompletableFuture().join();
        Batches batches = new Batches(text);
        Deque<CompletionStage<Words.Taken>> unanswered = new ArrayDeque<>();
        long lines = 0;
        long sent = 0;
        long taken = 0;
        for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
            Batch batch = next.get();
            if (unanswered.size() == MAX_IN_FLIGHT) {
                taken = taken(unanswered);
            }
            unanswered.add(engine.ask(replyTo -> new Words.Lines(batch.lines(), batch.cut(), replyTo)));
            lines += batch.completeLines();
            sent++;
            progress.accept(batches.bytes());
        }
        while (!unanswered.isEmpty()) {
            taken = taken(unanswered);
        }
        return new Sent(lines, sent, batches.bytes(), taken);
    }

    private static long taken(Deque<CompletionStage<Words.Taken>> unanswered) {
        return unanswered.remove().toCompletableFuture().join().lines();
    }

    /** The ten most frequent words of what was sent, and how much that was. */
    public Words.Ranking top() {
        return engine.<Words.Ranking>ask(replyTo -> new Words.Top(Words.MAX_TOP, replyTo))
                .toCompletableFuture()
                .join();
    }
}
