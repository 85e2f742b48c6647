package io.comity.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.result.Results;
import io.comity.store.Answer;
import io.comity.store.Retention;
import io.comity.store.StoreException;
import io.comity.store.TopicLog;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.Kept;
import io.comity.store.TopicLogs;
import io.comity.topic.Slot;
import io.comity.topic.TopicId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log of a topic of which a file was cut or garbled: whoever reads it finds what was stored, or hears of the file, the cause and the cure. {@code
 * -Dcomity.faults} says how many times, {@code -Dcomity.seed} where.
 */
final class DamagedLogsTest {
    private static final int RUNS = Integer.getInteger("comity.faults", 40);
    private static final long SEED = Long.getLong("comity.seed", new Random().nextLong());
    private static final List<NodeId> PUBLISHERS = List.of(publisher(1), publisher(2), publisher(3));
    private static final TopicId TOPIC = TopicId.of(PUBLISHERS.get(0), "numbers");
    private static final long MAX_BYTES = 1L << 30;
    private static final int KEPT = 60;
    private static final int APPENDS = 12;
    private static final int TOGETHER = 10;

    @TempDir
    private Path folder;

    /** As a process leaves it that is killed, with the last changes in SQLite's own log, and as one does that ended. */
    private final List<Path> wholes = new ArrayList<>();

    private String known = "";

    private static NodeId publisher(int number) {
        return MemoryKeyHolder.fromSeed(ByteBuffer.allocate(32).putInt(number).array())
                .nodeId();
    }

    /** Of the first publisher nothing is held any more, so that only its floor says what it said. */
    @BeforeEach
    void aLogThatHasLived() throws IOException {
        Path alive = folder.resolve("alive");
        try (TopicLogs logs = TopicLogs.in(alive, MAX_BYTES)) {
            TopicLog log = opened(logs);
            for (int i = 0; i < APPENDS; i++) {
                List<Entry> entries = new ArrayList<>();
                for (int j = 0; j < TOGETHER; j++) {
                    entries.add(entry(i, j));
                }
                done(log.append(entries));
            }
            done(log.putProof(new TopicLog.Proof(PUBLISHERS.get(2), 7, Bytes.of(new byte[300]))));
            keep(alive, "killed");
        }
        keep(alive, "ended");
        known = known(fresh(wholes.get(0)));
        assertThat(known(fresh(wholes.get(1)))).isEqualTo(known);
    }

    private void keep(Path alive, String name) throws IOException {
        Path whole = folder.resolve(name);
        Home.copy(alive, whole);
        wholes.add(whole);
    }

    private Path fresh(Path whole) throws IOException {
        Path home = Files.createTempDirectory(folder, "logs");
        Home.copy(whole, home);
        return home;
    }

    private static Entry entry(int append, int number) {
        NodeId publisher = PUBLISHERS.get(append < 3 ? 0 : 1 + number % 2);
        int epoch = 7 + append / 8;
        int sequence = append * TOGETHER + number + 1;
        byte[] signed = new byte[90 + sequence];
        new Random(sequence).nextBytes(signed);
        Bytes introduction = Bytes.of(ByteBuffer.allocate(200)
                .putLong(epoch)
                .put(publisher.key().toArray())
                .array());
        return new Entry(new Slot(publisher, epoch, sequence), sequence, Bytes.of(signed), introduction);
    }

    @Test
    void nothingIsOtherUnnoticed() throws IOException {
        Random random = new Random(SEED);
        List<List<Path>> places = List.of(places(wholes.get(0)), places(wholes.get(1)));
        List<String> silent = new ArrayList<>();
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            Path whole = wholes.get(run % 2);
            List<Path> ofLog = places.get(run % 2);
            Path home = fresh(whole);
            Path file = home.resolve(whole.relativize(ofLog.get(run / 2 % ofLog.size())));
            String damage = Damage.any(random).to(file, random);
            String outcome = outcome(home);
            refused += outcome.equals("refused") ? 1 : 0;
            if (!outcome.equals("refused") && !outcome.equals("whole")) {
                silent.add("run " + run + " of seed " + SEED + ": " + damage + ": " + outcome);
            }
        }
        Results.of(
                        "faults-logs",
                        "mvn -pl multi-jvm-tests -am test -Dtest=DamagedLogsTest -Dcomity.faults=500"
                                + " -Dsurefire.failIfNoSpecifiedTests=false")
                .atLeast("runs", RUNS, "runs", 500)
                .figure("refused with place, cause and cure", refused, "runs")
                .atMost("silent corruptions", silent.size(), "runs", 0)
                .write();
        assertThat(silent).isEmpty();
        assertThat(refused).isPositive();
    }

    /** The lock of a folder has no content. */
    private static List<Path> places(Path whole) throws IOException {
        return Damage.places(whole).stream()
                .filter(file -> file.toFile().length() > 0)
                .toList();
    }

    private String outcome(Path home) {
        try {
            String now = known(home);
            return now.equals(known) && known(home).equals(known) ? "whole" : "other: " + now;
        } catch (StoreException | IllegalStateException refusal) {
            String why = String.valueOf(refusal.getMessage());
            boolean isExplained =
                    why.contains(home.resolve(TOPIC.text()).toString()) && !why.contains("\n") && why.contains(";");
            return isExplained ? "refused" : "refused with: " + why;
        } catch (RuntimeException unexplained) {
            return "failed with: " + unexplained;
        }
    }

    private static TopicLog opened(TopicLogs logs) {
        return logs.open(TOPIC, new Retention(Duration.ofDays(1), KEPT, MAX_BYTES));
    }

    /** All that is in the log, and what it says to what is appended again. */
    private static String known(Path home) {
        try (TopicLogs logs = TopicLogs.in(home, MAX_BYTES)) {
            TopicLog log = opened(logs);
            StringBuilder all = new StringBuilder(log.extent().toString());
            List<Kept> entries = done(log.read(
                            new TopicLog.From.Position(0), TopicLog.MAX_PAGE, TopicLog.MAX_PAGE_BYTES))
                    .entries();
            entries.forEach(each -> all.append(text(each)));
            for (Kept each : entries) {
                all.append(done(log.one(each.entry().slot())).map(DamagedLogsTest::text));
            }
            for (TopicLog.Series each : done(log.series())) {
                all.append(each).append(done(log.runs(new Slot(each.publisher(), each.epoch(), 1))));
            }
            done(log.proofs())
                    .forEach(each -> all.append(each).append(each.bytes().toHex()));
            for (int i = 0; i < APPENDS; i++) {
                all.append(done(log.append(List.of(entry(i, 0)))));
            }
            return all.toString();
        }
    }

    private static String text(Kept kept) {
        Entry entry = kept.entry();
        return kept + entry.signed().toHex() + entry.introduction().toHex();
    }

    private static <T> T done(CompletionStage<Answer<T>> asked) {
        Answer<T> answer = asked.toCompletableFuture().join();
        if (answer instanceof Answer.Refused<T> refused) {
            throw new IllegalStateException(refused.why());
        }
        return ((Answer.Done<T>) answer).value();
    }
}
