package io.comity.harness.programs;

import io.comity.examples.process.Dialogue;
import io.comity.examples.process.Program;
import io.comity.identity.Bytes;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
import io.comity.store.Answer;
import io.comity.store.Retention;
import io.comity.store.TopicLog;
import io.comity.store.TopicLog.Entry;
import io.comity.store.TopicLog.From;
import io.comity.store.TopicLog.Kept;
import io.comity.store.TopicLog.Outcome;
import io.comity.store.TopicLog.Page;
import io.comity.store.TopicLog.Series;
import io.comity.store.TopicLogs;
import io.comity.topic.Slot;
import io.comity.topic.TopicId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * Appends numbered entries to a log, some at a time and without waiting for one append before it asks for the next, and tells its
 * parent which were acknowledged. No node: a log and its file. Its argument is how many entries the log keeps.
 */
public final class TopicLogMain implements Program {
    private static final NodeId PUBLISHER =
            MemoryKeyHolder.fromSeed(new byte[32]).nodeId();
    private static final TopicId TOPIC = TopicId.of(PUBLISHER, "numbers");
    private static final int AT_ONCE = 32;
    private static final int MAX_TOGETHER = 20;

    private final Dialogue toParent;
    private final Path folder = Path.of(System.getenv("COMITY_HOME"), "topics");
    private final TopicLogs logs;
    private final TopicLog log;
    private final Semaphore free = new Semaphore(AT_ONCE);

    private TopicLogMain(Dialogue toParent, long keeps) {
        this.toParent = toParent;
        this.logs = TopicLogs.in(folder, 1L << 40);
        this.log = logs.open(TOPIC, new Retention(Duration.ofDays(1), keeps, 1L << 40));
    }

    public static void main(String[] arguments) throws Exception {
        Dialogue.serve(toParent -> new TopicLogMain(toParent, Long.parseLong(arguments[0])));
    }

    @Override
    public String answer(String command, String rest) throws SQLException {
        return switch (command) {
            case "append" -> {
                new Thread(() -> append(Long.parseLong(rest))).start();
                yield "";
            }
            case "check" -> check(rest);
            default -> throw new IllegalArgumentException("a log does not know " + command);
        };
    }

    /** Of {@code epoch}, until it is killed. */
    private void append(long epoch) {
        Random random = new Random(epoch);
        long sequence = 1;
        while (true) {
            free.acquireUninterruptibly();
            List<Entry> entries = new ArrayList<>();
            for (int i = random.nextInt(MAX_TOGETHER); i >= 0; i--) {
                entries.add(entry(epoch, sequence++));
            }
            log.append(entries).thenAccept(answer -> told(entries, answer));
        }
    }

    private static Entry entry(long epoch, long sequence) {
        byte[] hash = Sha256.of(
                ByteBuffer.allocate(16).putLong(epoch).putLong(sequence).array());
        ByteBuffer signed = ByteBuffer.allocate((int) (100 + sequence % 1_000));
        while (signed.remaining() >= hash.length) {
            signed.put(hash);
        }
        Bytes introduction = Bytes.of(Sha256.of(
                ByteBuffer.allocate(16).putLong(epoch).putLong(sequence / 100).array()));
        return new Entry(new Slot(PUBLISHER, epoch, sequence), sequence, Bytes.of(signed.array()), introduction);
    }

    private void told(List<Entry> entries, Answer<List<Outcome>> answer) {
        free.release();
        List<Outcome> outcomes = done(answer);
        for (Outcome outcome : outcomes) {
            require(outcome instanceof Outcome.Stored, "a new entry is " + outcome);
        }
        Slot last = entries.get(entries.size() - 1).slot();
        Outcome.Stored stored = (Outcome.Stored) outcomes.get(outcomes.size() - 1);
        toParent.event("stored " + last.epoch() + ":" + last.sequence() + ":" + stored.position());
    }

    /**
     * Whether everything that was acknowledged is there and nothing else is amiss.
     *
     * @param acknowledged the last of each epoch, as {@code epoch:sequence:position}, separated by commas
     * @return how many entries there are
     */
    private String check(String acknowledged) throws SQLException {
        List<Kept> all = all();
        requireUnbroken(all);
        Map<Slot, Long> positions = new HashMap<>();
        Map<Long, Long> lastOfEpoch = new HashMap<>();
        for (Kept each : all) {
            Slot slot = each.entry().slot();
            require(positions.put(slot, each.position()) == null, "twice there: " + slot);
            Entry appended = entry(slot.epoch(), slot.sequence());
            require(
                    each.entry().signed().equals(appended.signed())
                            && each.entry().introduction().equals(appended.introduction()),
                    "altered: " + slot);
            Long before = lastOfEpoch.put(slot.epoch(), slot.sequence());
            require(before == null || before + 1 == slot.sequence(), "a gap before " + slot);
        }
        for (String each : acknowledged.isEmpty() ? new String[0] : acknowledged.split(",")) {
            requireHeld(each.split(":"), positions);
        }
        for (Series each : done(log.series())) {
            Long last = lastOfEpoch.get(each.epoch());
            require(!each.hasGaps() && last != null && last == each.last(), "it is not as it says: " + each);
        }
        requireWhole();
        return Integer.toString(all.size());
    }

    private void requireUnbroken(List<Kept> all) {
        long expected = log.extent().first();
        for (Kept each : all) {
            require(each.position() == expected, "at " + expected + " is " + each.position());
            expected++;
        }
        require(
                expected == log.extent().last() + 1,
                "it ends at " + log.extent().last());
    }

    /** What retention took is acknowledged and not held; nothing after it may be missing. */
    private void requireHeld(String[] acknowledged, Map<Slot, Long> positions) {
        long position = Long.parseLong(acknowledged[2]);
        Slot slot = new Slot(PUBLISHER, Long.parseLong(acknowledged[0]), Long.parseLong(acknowledged[1]));
        require(position <= log.extent().last(), "lost: " + slot);
        if (position >= log.extent().first()) {
            require(Long.valueOf(position).equals(positions.get(slot)), "lost, or moved: " + slot);
        }
    }

    private List<Kept> all() {
        List<Kept> all = new ArrayList<>();
        Page page = page(0);
        while (!page.isLast()) {
            all.addAll(page.entries());
            page = page(all.get(all.size() - 1).position() + 1);
        }
        all.addAll(page.entries());
        return all;
    }

    private Page page(long position) {
        return done(log.read(new From.Position(position), TopicLog.MAX_PAGE, TopicLog.MAX_PAGE_BYTES));
    }

    private void requireWhole() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(TOPIC.text() + ".db"));
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
            require("ok".equals(row.getString(1)), "damaged: " + row.getString(1));
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static <T> T done(CompletionStage<Answer<T>> asked) {
        return done(asked.toCompletableFuture().join());
    }

    private static <T> T done(Answer<T> answer) {
        if (answer instanceof Answer.Done<T> done) {
            return done.value();
        }
        throw new IllegalStateException(answer.toString());
    }

    @Override
    public void close() {
        logs.close();
    }
}
