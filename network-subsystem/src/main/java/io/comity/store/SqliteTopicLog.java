package io.comity.store;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.store.Answer.Done;
import io.comity.store.Answer.Refused;
import io.comity.topic.Slot;
import io.comity.topic.TopicId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A log in one SQLite file, in WAL mode with synchronous FULL: a commit is on the disk when it is told. One connection changes it
 * and one reads it, each in turns of its own, so that neither waits for the other.
 */
final class SqliteTopicLog implements TopicLog {
    /** Before all series: a key is not less, and an epoch is. */
    private static final Bytes FIRST_KEY = Bytes.of(new byte[NodeId.SIZE_BYTES]);

    private static final long FIRST_EPOCH = -1;

    private final Path file;
    private final Database kind;
    private final Connection changed;
    private final Connection read;
    private final LogFaults faults;
    private final LogWriter writer;
    private final LogReads reads;
    private final Runnable onClose;
    private boolean closed;

    private SqliteTopicLog(
            Path file,
            Database kind,
            Connection changed,
            Connection read,
            LogFaults faults,
            LogWriter writer,
            LogReads reads,
            Runnable onClose) {
        this.file = file;
        this.kind = kind;
        this.changed = changed;
        this.read = read;
        this.faults = faults;
        this.writer = writer;
        this.reads = reads;
        this.onClose = onClose;
    }

    /** @throws StoreException when the file is damaged, not private, newer than this Comity or another's, with the cure */
    static SqliteTopicLog open(
            Path file,
            TopicId topic,
            Retention retention,
            LogLimits limits,
            Executor writing,
            Executor reading,
            Runnable onClose) {
        Database kind = Database.ofTopic(topic, limits.maxReadThroughBytes());
        List<Connection> opened = new ArrayList<>();
        Mark mark = Mark.beside(file);
        try {
            mark.deleteWithout(file);
            Connection changed = kind.open(file);
            opened.add(changed);
            requireOf(topic, file, kind, changed);
            if (Files.size(file) <= limits.maxReadThroughBytes()) {
                LogScan.require(changed);
            }
            LogBook book = new LogBook(changed, Tail.read(changed), retention, limits);
            requireAll(file, kind, mark, book);
            book.commit();
            Connection read = kind.reads(file);
            opened.add(read);
            LogFaults faults = new LogFaults("the log of " + topic + ": " + file, file, limits.maxFileBytes());
            // Fair, so that a writer who wants silence gets it after what is being read now.
            Lock reader = new ReentrantLock(true);
            return new SqliteTopicLog(
                    file,
                    kind,
                    changed,
                    read,
                    faults,
                    new LogWriter(file, changed, book, faults, mark, limits.maxWalBytes(), reader, writing),
                    new LogReads(read, faults, reader, reading),
                    onClose);
        } catch (SQLException | IOException failure) {
            opened.forEach(each -> closeQuietly(each, failure));
            throw kind.unreadable(file, failure);
        } catch (StoreException refused) {
            opened.forEach(each -> closeQuietly(each, refused));
            throw refused;
        }
    }

    private static void requireOf(TopicId topic, Path file, Database kind, Connection database) throws SQLException {
        Optional<Bytes> there = new Query(database, "SELECT topic FROM log").first(row -> Query.bytes(row, 1));
        if (!there.equals(Optional.of(topic.hash()))) {
            throw kind.refused(file, "is of another topic; give it back its name", null);
        }
    }

    /** What was stored is there. */
    private static void requireAll(Path file, Database kind, Mark mark, LogBook book) {
        long lost = mark.read().orElse(0) - book.stored();
        if (lost > 0) {
            throw kind.refused(
                    file,
                    "lacks the last " + lost
                            + " that were stored in it, or is an older copy; restore one that is newer," + " or delete "
                            + mark.file() + " to go on without them: others will be in their places",
                    null);
        }
    }

    @Override
    public Extent extent() {
        return writer.tail().extent();
    }

    @Override
    public CompletionStage<Answer<List<Outcome>>> append(List<Entry> entries) {
        List<Entry> all = List.copyOf(entries);
        Optional<String> excess = LogFaults.excess(all);
        if (excess.isPresent()) {
            return CompletableFuture.completedStage(faults.tooBig(excess.get()));
        }
        int bytes = (int) LogFaults.sizeBytes(all);
        return writer.write(all.size(), bytes, book -> new Done<>(added(book, all)));
    }

    private static List<Outcome> added(LogBook book, List<Entry> entries) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        int room = MAX_PAGE_BYTES;
        for (Entry entry : entries) {
            Outcome outcome = book.add(entry, room);
            outcomes.add(outcome);
            room -= outcome instanceof Outcome.Conflict conflict
                    ? conflict.first().size()
                    : 0;
        }
        return List.copyOf(outcomes);
    }

    @Override
    public CompletionStage<Answer<Page>> read(From from, int maxEntries, int maxBytes) {
        return reads.read(reader -> reader.page(from, new PageLimit(maxEntries, maxBytes)));
    }

    @Override
    public CompletionStage<Answer<Optional<Kept>>> one(Slot slot) {
        return reads.read(reader -> reader.one(slot));
    }

    @Override
    public CompletionStage<Answer<List<Series>>> series() {
        return reads.read(reader -> reader.series(FIRST_KEY, FIRST_EPOCH));
    }

    @Override
    public CompletionStage<Answer<List<Series>>> seriesAfter(NodeId publisher, long epoch) {
        return reads.read(reader -> reader.series(publisher.key(), epoch));
    }

    @Override
    public CompletionStage<Answer<Runs>> runs(Slot from) {
        return reads.read(reader -> reader.runs(from));
    }

    @Override
    public CompletionStage<Answer<Boolean>> putProof(Proof proof) {
        Optional<String> excess = LogFaults.excess(proof);
        return excess.isPresent()
                ? CompletableFuture.completedStage(faults.tooBig(excess.get()))
                : writer.write(1, proof.bytes().size(), book -> put(book, proof));
    }

    private Answer<Boolean> put(LogBook book, Proof proof) throws SQLException {
        boolean isThere = book.hasProof(proof);
        if (!isThere && !book.hasRoomForProof()) {
            return faults.tooManyProofs();
        }
        if (!isThere) {
            book.put(proof);
        }
        return new Done<>(!isThere);
    }

    @Override
    public CompletionStage<Answer<List<Proof>>> proofs() {
        return reads.read(reader -> reader.proofs(FIRST_KEY, FIRST_EPOCH));
    }

    @Override
    public CompletionStage<Answer<List<Proof>>> proofsAfter(NodeId publisher, long epoch) {
        return reads.read(reader -> reader.proofs(publisher.key(), epoch));
    }

    @Override
    public CompletionStage<Answer<Long>> retain(Retention retention, long nowMillis) {
        return step(
                book -> {
                    book.retain(retention);
                    return stepped(book, nowMillis);
                },
                nowMillis,
                0);
    }

    /** @param goesOn whether there may be more to do */
    private record Step(long taken, boolean goesOn) {}

    private static Answer<Step> stepped(LogBook book, long nowMillis) throws SQLException {
        long taken = book.trim(OptionalLong.of(nowMillis));
        return new Done<>(new Step(taken, taken > 0 || book.shrink()));
    }

    /** Each step is a transaction of its own behind what was asked for meanwhile. */
    private CompletionStage<Answer<Long>> step(LogWriter.Deed<Step> deed, long nowMillis, long takenBefore) {
        return writer.write(MAX_APPEND_ENTRIES, 0, deed).thenCompose(answer -> {
            if (answer instanceof Refused<Step> refused) {
                return CompletableFuture.completedStage(new Refused<>(refused.reason(), refused.why()));
            }
            Step step = ((Done<Step>) answer).value();
            long taken = takenBefore + step.taken();
            return step.goesOn()
                    ? step(book -> stepped(book, nowMillis), nowMillis, taken)
                    : CompletableFuture.completedStage(new Done<>(taken));
        });
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        reads.close();
        try {
            read.close();
            changed.close();
        } catch (SQLException failure) {
            throw kind.refused(file, "was not closed in order (" + failure.getMessage() + ")", failure);
        } finally {
            onClose.run();
        }
    }

    private static void closeQuietly(Connection database, Exception cause) {
        try {
            database.close();
        } catch (SQLException worse) {
            cause.addSuppressed(worse);
        }
    }
}
