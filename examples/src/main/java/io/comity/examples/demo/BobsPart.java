package io.comity.examples.demo;

import io.comity.examples.process.ForkedJvm;
import io.comity.examples.words.Words;
import io.comity.examples.words.WordsClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What Bob does, and which numbers must come of it. */
final class BobsPart {
    /** A large file over a slow machine. */
    private static final Duration STREAM = Duration.ofHours(1);

    /** Beside the batches: one message to begin and one to ask for the result. */
    private static final int BEGIN_AND_TOP = 2;

    private final ForkedJvm bob;
    private final Ledger ledger;
    private final Consumer<String> tell;
    private Words.Ranking ranking = new Words.Ranking(List.of(), 0, 0, 0, 0, 0);
    private long batches;

    BobsPart(ForkedJvm bob, Ledger ledger, Consumer<String> tell) {
        this.bob = bob;
        this.ledger = ledger;
        this.tell = tell;
    }

    /** What Alice's engine answered last. */
    Words.Ranking ranking() {
        return ranking;
    }

    /** @param by the address to dial instead of Alice's, or empty */
    void joins(String path, String invitation, String by) {
        bob.ask("join " + path + " " + invitation + (by.isEmpty() ? "" : " " + by), Story.STEP);
        tell.accept("Bob has accepted Alice's invitation over " + path
                + (by.isEmpty() ? "." : "; Mallory is on the line."));
    }

    void streams(String path, Path file, Words.Ranking direct) {
        var streamed = ledger.observe(
                new Deed<>(
                        "Bob",
                        path,
                        "streams the file and asks for the top ten",
                        () -> stream(path, file),
                        sent -> sent.linesTaken() + " lines taken"),
                (sent, counts) -> counts.delivered() >= sent.batches() + BEGIN_AND_TOP);
        WordsClient.Sent sent = streamed.result();
        Counts counts = streamed.counts();
        batches += sent.batches();
        ledger.check("lines Bob sent over " + path, direct.lines(), sent.lines());
        ledger.check("lines Alice's engine confirmed over " + path, direct.lines(), sent.linesTaken());
        ledger.check("messages of Bob's delivered over " + path, sent.batches() + BEGIN_AND_TOP, counts.delivered());
        ledger.check("messages of Bob's refused over " + path, 0, counts.refusedInAll());
        ledger.check("anything dropped while Bob streamed over " + path, 0, counts.droppedInAll());
        checkRanking(path, direct);
    }

    private WordsClient.Sent stream(String path, Path file) {
        String sent = bob.ask("stream " + path + " " + file.toAbsolutePath(), STREAM);
        ranking = Lines.read(bob.ask("top " + path, Story.STEP), Words.Ranking.class);
        return Lines.read(sent, WordsClient.Sent.class);
    }

    private void checkRanking(String path, Words.Ranking direct) {
        ledger.check("lines in Alice's answer over " + path, direct.lines(), ranking.lines());
        ledger.check("words in Alice's answer over " + path, direct.words(), ranking.words());
        ledger.check(
                "places of the top ten over " + path,
                direct.top().size(),
                ranking.top().size());
        for (int i = 0; i < Math.min(direct.top().size(), ranking.top().size()); i++) {
            boolean right = direct.top().get(i).equals(ranking.top().get(i));
            ledger.check("right words in place " + (i + 1) + " over " + path, 1, right ? 1 : 0);
        }
        ledger.check("batches that ever reached Alice's engine, after " + path, batches, ranking.batches());
    }

    void isServed(String path) {
        var served =
                ledger.observe(call(path, "calls again after all that"), (heard, counts) -> counts.delivered() > 0);
        ledger.check(
                "answers to Bob after the attacks on " + path,
                1,
                served.result().equals(Guest.ANSWERED) ? 1 : 0);
        ledger.check(
                "calls of Bob's delivered after the attacks on " + path,
                1,
                served.counts().delivered());
    }

    void isRefused(String path) {
        var refused = ledger.observe(call(path, "calls after the revocation"), (heard, counts) -> true);
        tell.accept("Bob calls over " + path + ": " + refused.result() + ".");
        ledger.check(
                "calls refused as revoked over " + path, 1, refused.result().equals(Guest.REVOKED) ? 1 : 0);
        ledger.check(
                "calls of Bob's delivered after the revocation over " + path,
                0,
                refused.counts().delivered());
    }

    private Deed<String> call(String path, String what) {
        return new Deed<>("Bob", path, what, () -> bob.ask("call " + path, Story.STEP), heard -> heard);
    }
}
