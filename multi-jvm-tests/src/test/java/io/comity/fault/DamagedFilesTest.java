package io.comity.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.mission.Chain;
import io.comity.node.Missions;
import io.comity.node.Node;
import io.comity.node.NodeSettings;
import io.comity.result.Results;
import io.comity.router.Revoking;
import io.comity.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A node's folder of which a file was cut or garbled: the node either is as it was, or does not start and names the file, the cause and the cure. {@code
 * -Dcomity.faults} says how many times, {@code -Dcomity.seed} where.
 */
final class DamagedFilesTest {
    private static final int RUNS = Integer.getInteger("comity.faults", 40);
    private static final long SEED = Long.getLong("comity.seed", new Random().nextLong());
    private static final int FRIENDS = 12;
    private static final String SETTINGS =
            "comity.transports = [memory]\ncomity.control = off\ncomity.node.max-peers = 77\n";

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    /** A home as a process leaves it that is killed, with the last changes in SQLite's log, and one of a process that ended. */
    private final List<Path> wholes = new ArrayList<>();

    private String known;

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @BeforeEach
    void aNodeThatHasLived() throws IOException {
        Path alive = folder.resolve("alive");
        try (Node alice = Node.start(settings(alive).set("comity.transports", List.of("memory")))) {
            Missions.Draft hello = alice.missions().define("hello").allow("greeter");
            for (int i = 0; i < FRIENDS; i++) {
                NodeId friend = friend(i);
                alice.petnames().set("friend-" + i, friend);
                Chain grant = hello.grant(friend);
                alice.missions().revoke(new Revoking.OfGrant(grant.id()));
            }
            keep(alive, "killed");
        }
        keep(alive, "ended");
        known = known(fresh(wholes.get(0)));
        assertThat(known(fresh(wholes.get(1)))).isEqualTo(known);
    }

    private void keep(Path alive, String name) throws IOException {
        Path whole = folder.resolve(name);
        Home.copy(alive, whole);
        Files.writeString(whole.resolve("alice").resolve("comity.conf"), SETTINGS);
        wholes.add(whole);
    }

    private static NodeId friend(int number) {
        return MemoryKeyHolder.fromSeed(
                        ByteBuffer.allocate(32).putInt(number + 1).array())
                .nodeId();
    }

    @Test
    void nothingIsWrongUnnoticed() throws IOException {
        Random random = new Random(SEED);
        List<List<Path>> files = List.of(Damage.places(wholes.get(0)), Damage.places(wholes.get(1)));
        List<String> silent = new ArrayList<>();
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            Path whole = wholes.get(run % 2);
            List<Path> ofHome = files.get(run % 2);
            Path home = fresh(whole);
            Path file = home.resolve(whole.relativize(ofHome.get(run / 2 % ofHome.size())));
            String damage = damage(file, random).to(file, random);
            String outcome = outcome(home, file);
            refused += outcome.equals("refused") ? 1 : 0;
            if (!outcome.equals("refused") && !outcome.equals("whole")) {
                silent.add("run " + run + " of seed " + SEED + ": " + damage + ": " + outcome);
            }
        }
        Results.of(
                        "faults-files",
                        "mvn -pl multi-jvm-tests -am test -Dtest=DamagedFilesTest -Dcomity.faults=500"
                                + " -Dsurefire.failIfNoSpecifiedTests=false")
                .atLeast("runs", RUNS, "runs", 500)
                .figure("refused with place, cause and cure", refused, "runs")
                .atMost("silent corruptions", silent.size(), "runs", 0)
                .write();
        assertThat(silent).isEmpty();
        assertThat(refused).isPositive();
    }

    private Path fresh(Path whole) throws IOException {
        Path home = Files.createTempDirectory(folder, "home");
        Home.copy(whole, home);
        return home;
    }

    /** A bit of what its owner writes may be another at any time. */
    private static Damage damage(Path file, Random random) {
        boolean isSettings = file.endsWith("comity.conf");
        return isSettings ? random.nextBoolean() ? Damage.CUT : Damage.ZEROS : Damage.any(random);
    }

    /** How a start in {@code home} ends. */
    private String outcome(Path home, Path file) {
        String now;
        try {
            now = known(home);
        } catch (RuntimeException | IOException refusal) {
            String why = String.valueOf(refusal.getMessage());
            boolean isExplained = why.contains(file.resolveSibling("").toString())
                    && !why.contains("\n")
                    && (why.contains(";") || file.endsWith("comity.conf"));
            return isExplained ? "refused" : "refused with: " + why;
        }
        boolean isCutUntold = file.endsWith("comity.conf") && !text(file).endsWith("\n") && !isTold(file);
        return now.equals(known) && !isCutUntold ? "whole" : "other: " + now;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private boolean isTold(Path file) {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith(file + " ") && line.contains("; see that it says what you want"));
    }

    /** All that a node in {@code home} has, in a line; the node runs meanwhile. */
    private static String known(Path home) throws IOException {
        String id;
        try (Node alice = Node.start(settings(home))) {
            id = alice.id().text();
        }
        try (SqliteStore store = SqliteStore.open(home.resolve("alice").resolve("comity.db"))) {
            return id
                    + new TreeMap<>(store.contents().petnames())
                    + store.revocations().stream()
                            .map(revocation -> revocation.subject().toHex())
                            .sorted()
                            .collect(Collectors.joining(","))
                    + store.grants().size();
        }
    }

    private static NodeSettings settings(Path home) {
        return NodeSettings.named("alice").home(home);
    }
}
