package io.comity.node;

import static io.comity.node.FloodMain.Deed.CONNECT;
import static io.comity.node.FloodMain.Deed.FORGE;
import static io.comity.node.FloodMain.Deed.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.FileKeyHolder;
import io.comity.result.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers at the door of a node, in numbers, and what an honest friend inside notices of them. Alice, her friend and the crowd have a
 * process each; the friend asks at an even pace and counts, in quiet and under each flood in turn.
 *
 * <p>The crowd has the lowest priority: on their own machines they would take nothing of Alice's processors but what she spends on
 * them. On a quiet machine {@code -Dcomity.flood.seconds=20 -Dcomity.flood.strict=true} measures what is promised.
 */
@Tag("alone")
final class FloodTest {
    private static final long SECONDS = Long.getLong("comity.flood.seconds", 1);
    private static final boolean STRICT = Boolean.getBoolean("comity.flood.strict");
    private static final int LORISES = STRICT ? 10_000 : 2_000;
    private static final int HALF_OPEN = STRICT ? 5_000 : 1_000;
    private static final long PACE_NANOS = 1_000_000;
    private static final String MILLIS =
            Long.toString(Duration.ofSeconds(SECONDS).toMillis());

    private static final double MIN_GOODPUT = 0.9;
    private static final double MIN_GOODPUT_OF_HANDSHAKES = 0.8;

    /** Where other work is done meanwhile, and times are not judged. */
    private static final double MIN_GOODPUT_ANYWHERE = 0.5;

    private static final double MAX_P99_FACTOR = 3;
    private static final double MAX_HALF_OPEN_BYTES = 2_048;

    /** With an actor and a handshake, for as long as that may take. */
    private static final double MAX_ANSWERED_BYTES = 8_192;

    private static final long MAX_LORIS_BYTES = 32L << 20;
    private static final long MAX_LORIS_MILLIS = 10_000;
    private static final List<String> LOWEST_PRIORITY = List.of("nice", "-n", "19");

    private static final List<String> KNOWN_MISSES = List.of(
            "TLS answers a first flight of 338 bytes with 911; Aeron answers 40 bytes with 900 in five seconds, from whatever address"
                    + " they claim to come (ADR 0044).",
            "A stranger that has its answer costs more than 2 KiB, with an actor and a handshake, for the 5 s that these may take; there"
                    + " are 1 024 guests at a time.",
            "There is no cookie under load: what strangers may use has proven by itself where they are (ADR 0039).");

    private record Honest(double share, double p99Millis) {
        static Honest read(String line) {
            String[] words = line.split(" ");
            return new Honest(
                    Double.parseDouble(words[4]) / Double.parseDouble(words[0]), Double.parseDouble(words[2]) / 1e3);
        }
    }

    private record Flood(long attempts, long said, long heard) {
        static Flood read(String line) {
            String[] words = line.split(" ");
            return new Flood(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    private static final Results RESULTS = Results.of(
            "floods",
            "mvn -pl network-subsystem -am test -Dtest=FloodTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dcomity.flood.seconds=" + SECONDS
                    + " -Dcomity.flood.strict=true -Dcomity.results=docs/results");

    @TempDir
    Path home;

    private final List<Fork> forks = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Fork alice;

    private String address = "";
    private String id = "";

    private void alice(String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(home.toString()));
        arguments.addAll(List.of(settings));
        alice = fork(List.of(), AliceMain.class, arguments.toArray(String[]::new));
        String[] where = alice.ask("where").split(" ");
        address = where[0];
        id = where[1];
    }

    @AfterAll
    static void write() {
        KNOWN_MISSES.forEach(RESULTS::miss);
        RESULTS.write();
    }

    @AfterEach
    void stop() {
        forks.forEach(Fork::close);
    }

    private Fork fork(List<String> before, Class<?> program, String... arguments) throws IOException {
        Fork fork = Fork.of(before, program, arguments);
        forks.add(fork);
        assertThat(fork.answer()).isEqualTo("ready");
        return fork;
    }

    private Fork friend() throws IOException {
        String friend = FileKeyHolder.open(home.resolve("dave").resolve("node.key"))
                .nodeId()
                .text();
        alice.ask("grant " + friend);
        return fork(List.of(), DaveMain.class, home.toString(), address, id, MILLIS, Long.toString(PACE_NANOS));
    }

    @Test
    void aFriendIsServedAsWellUnderEveryFlood() throws IOException {
        alice();
        Fork friend = friend();
        for (int i = 0; i < 3; i++) {
            friend.ask("");
        }
        for (FloodMain.Deed deed : STRICT ? EnumSet.allOf(FloodMain.Deed.class) : EnumSet.of(CONNECT, FORGE, UNKNOWN)) {
            Fork crowd = fork(LOWEST_PRIORITY, FloodMain.class, deed.name(), address, id, MILLIS, "200");
            crowd.tell();
            friend.ask("");
            crowd.answer();
            Honest quiet = Honest.read(friend.ask(""));
            crowd.tell();
            Honest flooded = Honest.read(friend.ask(""));
            report(deed, quiet, flooded, Flood.read(crowd.answer()));
            crowd.close();
        }
        assertThat(!STRICT || RESULTS.areMet()).as("every goal is met").isTrue();
    }

    private static void report(FloodMain.Deed deed, Honest quiet, Honest flooded, Flood flood) {
        String name = deed.name().toLowerCase(Locale.ROOT);
        double goodput = flooded.share() / quiet.share();
        double p99 = flooded.p99Millis() / quiet.p99Millis();
        double amplification = flood.said() == 0 ? 0 : (double) flood.heard() / flood.said();
        System.out.printf(
                "flood %s: %d a second, goodput %.3f, p99 %.1f -> %.1f ms, %.2f bytes out per byte in%n",
                name, flood.attempts() / SECONDS, goodput, quiet.p99Millis(), flooded.p99Millis(), amplification);
        double least = deed == FloodMain.Deed.UNKNOWN ? MIN_GOODPUT_OF_HANDSHAKES : MIN_GOODPUT;
        RESULTS.atLeast(name + ": honest goodput, of its quiet value", goodput, "", least)
                .atMost(name + ": p99 of honest asks, of its quiet value", p99, "", MAX_P99_FACTOR)
                .atMost(name + ": bytes out per byte in", amplification, "", 1)
                .figure(name + ": attempts", (double) flood.attempts() / SECONDS, "/s");
        assertThat(goodput).as(name).isGreaterThanOrEqualTo(MIN_GOODPUT_ANYWHERE);
        assertThat(flood.heard()).as(name).isLessThanOrEqualTo(flood.said());
    }

    @Test
    void whoeverSaysOneByteASecondIsSentAwayAndCostsNextToNothing() throws IOException {
        alice();
        Fork lorises = strangers(LORISES);
        long before = memory(0);
        assertThat(lorises.ask("open")).isEqualTo("open");
        long grown = memory(0) - before;
        long millis = Long.parseLong(lorises.ask("drip"));
        System.out.printf("%d lorises: %d KiB more, the last closed after %d ms%n", LORISES, grown >> 10, millis);
        RESULTS.atMost(LORISES + " slow lorises: more resident memory", grown / 1048576.0, "MiB", MAX_LORIS_BYTES >> 20)
                .atMost(LORISES + " slow lorises: until the last is closed", millis / 1e3, "s", MAX_LORIS_MILLIS / 1e3);
        assertThat(grown).isLessThanOrEqualTo(STRICT ? MAX_LORIS_BYTES : 2 * MAX_LORIS_BYTES);
        assertThat(millis).isLessThanOrEqualTo(MAX_LORIS_MILLIS);
    }

    @Test
    void whoeverHasNotSaidWhoItIsCostsLittle() throws IOException {
        alice(
                "comity.connection.max=8000",
                "comity.connection.guests=8000",
                "comity.connection.guests-per-second=10000",
                "comity.connection.handshake-timeout=1m");
        Fork strangers = strangers(HALF_OPEN);
        long before = memory(1);
        assertThat(strangers.ask("open")).isEqualTo("open");
        assertThat(alice.ask("count dropped.busy")).isEqualTo("0");
        double silent = each(before);
        assertThat(strangers.ask("begin")).isEqualTo("begun");
        double begun = each(before);
        System.out.printf("one of %d half-open strangers: %.0f bytes, %.0f answered%n", HALF_OPEN, silent, begun);
        RESULTS.atMost("a half-open stranger", silent, "bytes", MAX_HALF_OPEN_BYTES)
                .figure("one that has said its first message and heard the answer", begun, "bytes");
        assertThat(silent).isLessThanOrEqualTo(STRICT ? MAX_HALF_OPEN_BYTES : 2 * MAX_HALF_OPEN_BYTES);
        assertThat(begun).isLessThanOrEqualTo(MAX_ANSWERED_BYTES);
    }

    private double each(long before) throws IOException {
        return (memory(1) - before) / (double) HALF_OPEN;
    }

    private Fork strangers(int count) throws IOException {
        return fork(LOWEST_PRIORITY, LorisMain.class, address, id, Integer.toString(count), "200");
    }

    private long memory(int which) throws IOException {
        return Long.parseLong(alice.ask("memory").split(" ")[which]);
    }
}
