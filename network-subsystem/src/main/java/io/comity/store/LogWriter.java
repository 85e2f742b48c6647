package io.comity.store;

import io.comity.store.Answer.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Changes a log: what waits together becomes one transaction, since a commit costs a visit to the disk however much it holds.
 * When one fails, each half of it is tried alone, so that only the guilty are refused.
 */
final class LogWriter {
    interface Deed<T> {
        Answer<T> run(LogBook book) throws SQLException;
    }

    private static final class Write<T> {
        final int entries;
        final int bytes;
        final CompletableFuture<Answer<T>> done = new CompletableFuture<>();
        private final Deed<T> deed;
        private @Nullable Answer<T> answer;

        Write(int entries, int bytes, Deed<T> deed) {
            this.entries = entries;
            this.bytes = bytes;
            this.deed = deed;
        }

        void run(LogBook book) throws SQLException {
            answer = deed.run(book);
        }

        void complete() {
            done.complete(answer);
        }
    }

    private final Connection database;
    private final LogBook book;
    private final LogFaults faults;
    private final Mark mark;
    private final Lock silence;
    private final Path wal;
    private final long maxWalBytes;
    private final Turns turns;
    private final Deque<Write<?>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean closed;
    private long walLeftBytes;
    private long marked;
    private volatile Tail tail;

    /**
     * @param mark is told of each commit before anybody else, and closed at the end
     * @param silence held by whoever reads, while it reads
     */
    LogWriter(
            Path file,
            Connection database,
            LogBook book,
            LogFaults faults,
            Mark mark,
            long maxWalBytes,
            Lock silence,
            Executor threads) {
        this.silence = silence;
        this.wal = file.resolveSibling(file.getFileName() + "-wal");
        this.database = database;
        this.book = book;
        this.faults = faults;
        this.mark = mark;
        this.maxWalBytes = maxWalBytes;
        this.turns = new Turns(threads, this::turn);
        this.tail = book.tail();
    }

    Tail tail() {
        return tail;
    }

    /**
     * @param entries that it is about, as many as {@link TopicLog#MAX_APPEND_ENTRIES} for what is to be alone in its transaction
     * @param bytes that it keeps in memory while it waits
     */
    <T> CompletionStage<Answer<T>> write(int entries, int bytes, Deed<T> deed) {
        Write<T> write = new Write<>(entries, bytes, deed);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedStage(faults.closed());
            }
            boolean isTooMuch =
                    waiting.size() >= TopicLog.MAX_WAITING || waitingBytes + bytes > TopicLog.MAX_WAITING_BYTES;
            if (isTooMuch) {
                return CompletableFuture.completedStage(
                        faults.overloaded(waiting.size() + " writes with " + waitingBytes + " bytes"));
            }
            add(write);
        }
        turns.want();
        return write.done;
    }

    private void add(Write<?> write) {
        waiting.add(write);
        waitingBytes += write.bytes;
    }

    /** Returns when all that was asked for is done. */
    void close() {
        Write<Boolean> last = new Write<>(TopicLog.MAX_APPEND_ENTRIES, 0, nothing -> new Done<>(true));
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            add(last);
        }
        turns.want();
        last.done.join();
        mark.close();
    }

    private void turn() {
        List<Write<?>> group = take();
        if (!group.isEmpty()) {
            commit(group);
        }
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
        }
        turns.want();
    }

    private synchronized List<Write<?>> take() {
        List<Write<?>> group = new ArrayList<>();
        int entries = 0;
        int bytes = 0;
        for (Write<?> next = waiting.peek(); next != null; next = waiting.peek()) {
            entries += next.entries;
            bytes += next.bytes;
            boolean fits = entries <= TopicLog.MAX_APPEND_ENTRIES && bytes <= TopicLog.MAX_APPEND_BYTES;
            if (!fits && !group.isEmpty()) {
                break;
            }
            waitingBytes -= next.bytes;
            group.add(waiting.remove());
        }
        return group;
    }

    private void commit(List<Write<?>> group) {
        try {
            for (Write<?> write : group) {
                write.run(book);
            }
            book.commit();
        } catch (SQLException refused) {
            rollBack(refused);
            tryHalves(group, refused);
            return;
        } catch (RuntimeException mistake) {
            rollBack(mistake);
            group.forEach(write -> write.done.completeExceptionally(mistake));
            return;
        }
        tail = book.tail();
        if (book.stored() != marked) {
            marked = book.stored();
            mark.put(marked);
        }
        putInPlace();
        group.forEach(Write::complete);
    }

    private void tryHalves(List<Write<?>> group, SQLException refused) {
        int half = group.size() / 2;
        if (half == 0) {
            group.get(0).done.complete(faults.of(refused));
        } else {
            commit(group.subList(0, half));
            commit(group.subList(half, group.size()));
        }
    }

    private void rollBack(Exception cause) {
        try {
            book.rollBack();
        } catch (SQLException worse) {
            cause.addSuppressed(worse);
        }
    }

    /**
     * SQLite does this by itself, but never while somebody reads, and somebody may always read. When even silence does not help,
     * another program reads: then not before as much again was written.
     */
    private void putInPlace() {
        try {
            if (Files.size(wal) > maxWalBytes + walLeftBytes) {
                silence.lock();
                try {
                    Schema.execute(database, "PRAGMA wal_checkpoint(TRUNCATE)");
                } finally {
                    silence.unlock();
                }
                walLeftBytes = Files.size(wal);
            }
        } catch (IOException | SQLException later) {
            // What was written is safe where it is; the next write tries again.
        }
    }
}
