package io.comity.examples.demo.topics;

import io.comity.examples.demo.Lines;
import io.comity.examples.process.ForkedJvm;
import io.comity.examples.process.Troupe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What happens, in order: Bob and Carol each subscribe to a part, and somebody slow at Bob's to the same part as he; Alice publishes
 * the first half; Mallory does what she can; Dave comes and wants everything from the beginning; Alice publishes the rest.
 */
final class Story {
    /** For one step, on a machine that is busy with other things. */
    static final Duration STEP = Duration.ofMinutes(2);

    /** Tries of each kind. */
    static final int TRIES = 100;

    private static final int STEPS = 10;
    private static final int MAX_AT_ONCE = 1_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final ForkedJvm alice;
    private final ForkedJvm bob;
    private final ForkedJvm carol;
    private final ForkedJvm dave;
    private final ForkedJvm mallory;
    private final Expected expected;
    private final long lines;
    private final Consumer<String> tell;
    private final List<Check> checks = new ArrayList<>();
    private Duration patience = STEP;
    private long published;
    private long stored;

    /** @param lines to be published in all */
    Story(Troupe troupe, Expected expected, long lines, Consumer<String> tell) {
        this.alice = troupe.member("alice");
        this.bob = troupe.member("bob");
        this.carol = troupe.member("carol");
        this.dave = troupe.member("dave");
        this.mallory = troupe.member("mallory");
        this.expected = expected;
        this.lines = lines;
        this.tell = tell;
    }

    /**
     * Plays it to the end.
     *
     * @return what the slow reader has done
     */
    ReaderMain.Slow play(int split) throws IOException {
        List.of(bob, carol, mallory).forEach(this::invite);
        bob.ask("read " + Line.shorterThan(split), STEP);
        bob.ask("read-slowly " + Line.shorterThan(split), STEP);
        carol.ask("read " + Line.asLongAs(split), STEP);
        tell.accept("Bob wants the lines shorter than " + split
                + " characters, Carol the others. Somebody at Bob's is slow.");
        publishTo(lines / 2);
        malloryTries();
        invite(dave);
        dave.ask("read-all", STEP);
        tell.accept("Dave has come, and wants everything from the beginning.");
        publishTo(lines);
        tell.accept("All is published; the slow reader has some lines left.");
        return checkAll();
    }

    private void invite(ForkedJvm guest) {
        guest.ask("join " + alice.ask("invite", STEP), STEP);
    }

    /** No faster than Bob and Carol hear it: what a node is behind with, waits for it in Alice's memory, and that is bounded. */
    private void publishTo(long last) throws IOException {
        while (published < last) {
            int next = (int) Math.min(Math.min(MAX_AT_ONCE, Math.max(1, lines / STEPS)), last - published);
            expected.advance(next);
            stored += Long.parseLong(alice.ask("publish " + next, STEP));
            boolean isTenth = (published + next) * STEPS / lines > published * STEPS / lines;
            published += next;
            await(() -> heard(bob).lines() >= expected.shorter().lines());
            await(() -> heard(carol).lines() >= expected.others().lines());
            if (isTenth) {
                tell.accept(String.format("  Alice has published %d of %d lines.", published, lines));
            }
        }
    }

    /** What does not come in time shows as a wrong value at the end; then nothing else is waited for. */
    private void await(BooleanSupplier holds) {
        long dueNanos = System.nanoTime() + patience.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > dueNanos) {
                patience = Duration.ZERO;
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private static Tally.Heard heard(ForkedJvm reader) {
        return Lines.read(reader.ask("heard", STEP), Tally.Heard.class);
    }

    private void malloryTries() {
        await(() -> Long.parseLong(mallory.ask("heard", STEP)) >= published);
        tell.accept("Mallory, who may read and not publish, forges, alters and replays " + TRIES + " times each.");
        tries("forge", "lines in Alice's name, by another key: refused", "FORGED");
        tries("alter", "lines of Alice's with a bit changed: refused", "FORGED");
        tries("replay", "what Alice has said, again: taken for known", Forging.NO_OBJECTION);
        tries("publish", "lines in her own name: refused", "NOT_INTRODUCED");
    }

    private void tries(String command, String what, String answer) {
        SortedMap<String, Integer> answers =
                new TreeMap<>(Lines.read(mallory.ask(command + " " + TRIES, STEP), Answers.class)
                        .byText());
        checks.add(new Check("Mallory", what, text(Map.of(answer, TRIES)), text(answers)));
    }

    private static String text(Map<String, Integer> answers) {
        List<String> texts = new ArrayList<>();
        answers.forEach((answer, times) -> texts.add(times + " " + answer));
        return String.join(", ", texts);
    }

    private ReaderMain.Slow checkAll() {
        checks.add(0, new Check("Alice", "lines stored", Long.toString(lines), Long.toString(stored)));
        check("Bob", bob, "shorter lines", expected.shorter());
        check("Carol", carol, "other lines", expected.others());
        check("Dave", dave, "lines, half of them from before he came", expected.all());
        long theirs = expected.shorter().lines();
        await(() -> slow().told() + slow().leftOut() >= theirs);
        ReaderMain.Slow slow = slow();
        checks.add(new Check(
                "slow",
                "lines told, and left out, together as many as Bob's",
                Long.toString(theirs),
                Long.toString(slow.told() + slow.leftOut())));
        return slow;
    }

    private void check(String who, ForkedJvm reader, String what, Tally.Heard must) {
        await(() -> heard(reader).lines() >= must.lines());
        Tally.Heard is = heard(reader);
        checks.add(new Check(who, what, Long.toString(must.lines()), Long.toString(is.lines())));
        checks.add(new Check(who, "SHA-256 of these, in the order in which they came", must.digest(), is.digest()));
    }

    private ReaderMain.Slow slow() {
        return Lines.read(bob.ask("slow", STEP), ReaderMain.Slow.class);
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }
}
