package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comity.identity.FileKeyHolder;
import io.comity.result.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that were let in and mean harm, one {@link Script} after the other, and what an honest friend of the same node notices. Alice,
 * her friend and the malicious ones have a process each; the friend asks at an even pace and counts, just before and under each script.
 *
 * <p>The malicious have the lowest priority: on their own machines they would take nothing of Alice's processors but what she spends on
 * them. Alice's heap has its size from the start and is touched, so that her process grows by what is outside it.
 *
 * <p>On a quiet machine {@code -Dcomity.malice.seconds=60 -Dcomity.malice.strict=true} measures what is promised; {@code
 * -Dcomity.malice.only=QUOTA_EXHAUSTION} tries one script.
 */
@Tag("alone")
final class MaliciousPeersTest {
    private static final long SECONDS = Long.getLong("comity.malice.seconds", 1);
    private static final boolean STRICT = Boolean.getBoolean("comity.malice.strict");
    private static final String ONLY = System.getProperty("comity.malice.only", "");
    private static final long MILLIS = STRICT ? Duration.ofSeconds(SECONDS).toMillis() : 500 * SECONDS;
    private static final long WARM_UP_MILLIS = STRICT ? Math.min(MILLIS, 2_000) : 300;
    private static final long QUIET_MILLIS = STRICT ? Math.min(MILLIS, 10_000) : 200;
    private static final String PACE_NANOS = "1000000";

    /** What is spent the first time. */
    private static final EnumSet<Script> ONCE = EnumSet.of(Script.QUOTA_EXHAUSTION, Script.SAYING_TWO_THINGS);

    private static final double MIN_GOODPUT = 0.8;

    /** Where other work is done meanwhile, and times are not judged. */
    private static final double MIN_GOODPUT_ANYWHERE = 0.5;

    private static final double MAX_GROWTH = 0.1;

    /** What is said at once of all that peers do, and then each second, with how many were left out. */
    private static final long MAX_LINES = 256 + 2 * (SECONDS + 60);

    private static final Duration UNTIL_GONE = Duration.ofSeconds(20);
    private static final List<String> LOWEST_PRIORITY = List.of("nice", "-n", "19");
    private static final List<String> FIXED_HEAP =
            List.of("-Xms256m", "-XX:+AlwaysPreTouch", "-XX:+ExitOnOutOfMemoryError");

    private static final Results RESULTS = Results.of(
            "malicious-peers",
            "mvn -pl network-subsystem -am test -Dtest=MaliciousPeersTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dcomity.malice.seconds=" + SECONDS
                    + " -Dcomity.malice.strict=true -Dcomity.test.timeout=2h -Dcomity.results=docs/results");

    /** Bytes in the machine's memory at most, and of the heap. */
    private record Memory(double resident, double heap) {
        static Memory read(String line) {
            String[] words = line.split(" ");
            return new Memory(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
        }

        double growth(Memory before) {
            return Math.max(resident / before.resident, heap / before.heap) - 1;
        }
    }

    private record Verdict(long violations, long restarts, long logged, long notes, String examples) {
        static Verdict read(String line) {
            String[] words = line.split(" ", 5);
            return new Verdict(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    words[4]);
        }
    }

    @TempDir
    Path home;

    private final List<Fork> forks = new ArrayList<>();
    private final SoftAssertions softly = new SoftAssertions();

    @SuppressWarnings("NullAway.Init")
    private Fork alice;

    @SuppressWarnings("NullAway.Init")
    private Fork friend;

    @SuppressWarnings("NullAway.Init")
    private Fork malicious;

    @AfterEach
    void stop() {
        forks.forEach(Fork::close);
    }

    private Fork started(Fork fork) throws IOException {
        forks.add(fork);
        assertThat(fork.answer()).isEqualTo("ready");
        return fork;
    }

    private void start() throws IOException {
        alice = started(Fork.of(List.of(), FIXED_HEAP, HostessMain.class, home.toString()));
        String[] where = alice.ask("where").split(" ");
        String dave = FileKeyHolder.open(home.resolve("dave").resolve("node.key"))
                .nodeId()
                .text();
        String[] chains = alice.ask(
                        "grant " + dave + " " + MalloryMain.key().nodeId().text())
                .split(" ");
        friend = started(Fork.of(
                List.of(),
                DaveMain.class,
                home.toString(),
                where[0],
                where[1],
                Long.toString(QUIET_MILLIS),
                PACE_NANOS));
        malicious = started(
                Fork.of(LOWEST_PRIORITY, MalloryMain.class, where[0], where[1], dave, chains[0], chains[1], chains[2]));
    }

    /** Until most is compiled, and everybody has been there once. */
    private void warmUp(String tables) throws IOException {
        friend.ask("1000");
        for (Script script : STRICT ? EnumSet.complementOf(ONCE) : EnumSet.of(Script.REFUSED_FLOOD)) {
            alice.ask("begin " + script);
            assertThat(malicious.ask("come " + script + " " + WARM_UP_MILLIS))
                    .as(script.name())
                    .isEqualTo("there");
            malicious.ask("act");
            alice.ask("end");
            awaitGone(tables);
        }
        alice.ask("verdict");
        friend.ask("1000");
    }

    private void awaitGone(String tables) {
        await().atMost(UNTIL_GONE)
                .untilAsserted(() -> assertThat(alice.ask("tables")).isEqualTo(tables));
    }

    private static double share(String measured) {
        String[] words = measured.split(" ");
        return Double.parseDouble(words[4]) / Double.parseDouble(words[0]);
    }

    @Test
    void aFriendIsServedAndNobodyGetsMoreThanWasGranted() throws IOException {
        start();
        String tables = alice.ask("tables");
        warmUp(tables);
        Memory before = memory();
        for (Script script : Script.values()) {
            if (ONLY.isEmpty() || ONLY.equals(script.name())) {
                suffer(script, tables);
            }
        }
        double growth = memory().growth(before);
        System.out.printf("after all scripts: grown by %.1f %%%n", 100 * growth);
        RESULTS.atLeast("scripts", Script.values().length, "scripts", 20)
                .atMost("growth over all scripts", growth, "", MAX_GROWTH)
                .write();
        softly.assertAll();
        assertThat(!STRICT || RESULTS.areMet()).as("every goal is met").isTrue();
    }

    private Memory memory() throws IOException {
        return Memory.read(alice.ask("memory"));
    }

    /** The most that was in the machine's memory, and of the heap what stays: what a session that was lost had waits for its peer a while. */
    private Memory settled(Memory before) throws IOException {
        Memory now = memory();
        long until = System.nanoTime() + UNTIL_GONE.toNanos();
        while (now.growth(before) > MAX_GROWTH && System.nanoTime() - until < 0) {
            Memory later = memory();
            now = new Memory(Math.max(now.resident, later.resident), later.heap);
        }
        return now;
    }

    private void suffer(Script script, String tables) throws IOException {
        String name = script.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        Memory before = memory();
        double quiet = share(friend.ask(""));
        alice.ask("begin " + script);
        softly.assertThat(malicious.ask("come " + script + " " + MILLIS))
                .as(name)
                .isEqualTo("there");
        malicious.tell("act");
        double suffered = share(friend.ask(Long.toString(MILLIS)));
        String[] deeds = malicious.answer().split(" ", 2);
        String rounds = alice.ask("end");
        softly.assertThatCode(() -> awaitGone(tables))
                .as("what is left of %s", name)
                .doesNotThrowAnyException();
        Memory after = settled(before);
        Verdict verdict = Verdict.read(alice.ask("verdict"));
        double goodput = suffered / quiet;
        double growth = after.growth(before);
        System.out.printf(
                "%s: %s times (%s, %d notes), goodput %.3f, resident %.0f -> %.0f MiB, heap %.1f -> %.1f MiB, %d lines in the log, %s%n",
                name,
                deeds[0],
                rounds,
                verdict.notes,
                goodput,
                before.resident / (1 << 20),
                after.resident / (1 << 20),
                before.heap / (1 << 20),
                after.heap / (1 << 20),
                verdict.logged,
                deeds[1]);
        RESULTS.atLeast(name + ": honest goodput, of its quiet value", goodput, "", MIN_GOODPUT)
                .atMost(name + ": growth of Alice's memory", growth, "", MAX_GROWTH)
                .atMost(name + ": unauthorised deliveries", verdict.violations, "", 0)
                .atMost(name + ": engines that crashed", verdict.restarts, "", 0)
                .atMost(name + ": lines logged", verdict.logged, "", MAX_LINES)
                .figure(name + ": attempts", Double.parseDouble(deeds[0]) / SECONDS, "/s");
        softly.assertThat(verdict.violations).as(name + " " + verdict.examples).isZero();
        softly.assertThat(verdict.restarts).as(name).isZero();
        softly.assertThat(verdict.logged)
                .as("lines that %s filled the log with", name)
                .isLessThanOrEqualTo(MAX_LINES);
        softly.assertThat(deeds[1]).as(name).isEqualTo("[]");
        softly.assertThat(Long.parseLong(deeds[0])).as("%s was tried", name).isPositive();
        softly.assertThat(goodput).as(name).isGreaterThanOrEqualTo(MIN_GOODPUT_ANYWHERE);
        softly.assertThat(growth).as(name).isLessThanOrEqualTo(STRICT ? MAX_GROWTH : 2 * MAX_GROWTH);
    }
}
