package io.comity.examples.words;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;

/**
 * The word-count engine. One text at a time: {@link Begin} forgets the last one, {@link Lines} bring the next in batches, and
 * {@link Top} asks for the result.
 *
 * <p>Back-pressure is the sender's duty and easy: every batch is answered when it has been counted, and {@link Sender} keeps
 * at most a few unanswered. An engine that is slow, or far away, so slows its sender and piles up nothing.
 *
 * <p>One state; the text so far is in the {@link Tally}, whose memory is bounded.
 */
public final class Words {
    /** The characters of one batch, all lines together; as UTF-8 they stay far below the limit of one message. */
    public static final int MAX_BATCH_CHARACTERS = 20_000;

    /** The lines of one batch. */
    public static final int MAX_BATCH_LINES = 512;

    /** The words of one ranking. */
    public static final int MAX_TOP = 10;

    /** A longer word is shown in a ranking by its first letters and an ellipsis; it is counted whole. */
    public static final int MAX_SHOWN_LETTERS = 4_000;

    /** What the engine understands. */
    public sealed interface Command {}

    /** Forget everything counted so far: a new text begins. */
    public record Begin(ActorRef<Begun> replyTo) implements Command {}

    /**
     * Count these lines, which come after those sent before. Each character is one byte of the text (ISO-8859-1), line
     * breaks are left out.
     *
     * @param cut whether the last line is not complete: the first line of the next batch continues it, perhaps in the middle
     *     of a word
     */
    public record Lines(List<String> lines, boolean cut, ActorRef<Taken> replyTo) implements Command {}

    /** Say which {@code n} words were the most frequent, at most {@link #MAX_TOP}. */
    public record Top(int n, ActorRef<Ranking> replyTo) implements Command {}

    /** The answer to {@link Begin}. */
    public record Begun() {}

    /** The answer to {@link Lines}: complete lines counted of this text, so far. */
    public record Taken(long lines) {}

    /**
     * The answer to {@link Top}.
     *
     * @param lines complete lines received
     * @param words words counted
     * @param differentWords how many different ones
     * @param leftOutWords words that were not counted because the text has too many different or too long ones; unless it is
     *     0, the ranking may be wrong
     * @param batches messages with lines that reached the engine since its start, whoever sent them
     */
    public record Ranking(
            List<Count> top, long lines, long words, long differentWords, long leftOutWords, long batches) {}

    /** One word of a ranking. */
    public record Count(String word, long count) {}

    private Tally tally = new Tally();
    private long lines;
    private long batches;

    private Words() {}

    public static Behavior<Command> create() {
        return Behaviors.setup(context -> new Words().counting());
    }

    private Behavior<Command> counting() {
        return Behaviors.receive(Command.class)
                .onMessage(Begin.class, this::onBegin)
                .onMessage(Lines.class, this::onLines)
                .onMessage(Top.class, this::onTop)
                .build();
    }

    private Behavior<Command> onBegin(Begin begin) {
        tally = new Tally();
        lines = 0;
        begin.replyTo().tell(new Begun());
        return Behaviors.same();
    }

    private Behavior<Command> onLines(Lines batch) {
        batches++;
        for (int i = 0; i < batch.lines().size(); i++) {
            tally.add(batch.lines().get(i));
            if (!batch.cut() || i < batch.lines().size() - 1) {
                tally.endWord();
                lines++;
            }
        }
        batch.replyTo().tell(new Taken(lines));
        return Behaviors.same();
    }

    private Behavior<Command> onTop(Top top) {
        top.replyTo().tell(ranking(tally, top.n(), lines, batches));
        return Behaviors.same();
    }

    static Ranking ranking(Tally tally, int n, long lines, long batches) {
        List<Count> top = tally.top(Math.max(0, Math.min(n, MAX_TOP))).stream()
                .map(ranked -> new Count(shown(ranked.word()), ranked.count()))
                .toList();
        return new Ranking(top, lines, tally.words(), tally.differentWords(), tally.leftOut(), batches);
    }

    private static String shown(String word) {
        return word.length() <= MAX_SHOWN_LETTERS ? word : word.substring(0, MAX_SHOWN_LETTERS) + "…";
    }
}
