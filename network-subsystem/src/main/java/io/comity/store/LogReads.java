package io.comity.store;

import io.comity.store.Answer.Done;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;

/** The reads that wait for the one connection that reads. */
final class LogReads {
    interface Question<T> {
        T ask(LogReader reader) throws SQLException;
    }

    private final class Read<T> {
        private final Question<T> question;
        private final CompletableFuture<Answer<T>> done = new CompletableFuture<>();

        Read(Question<T> question) {
            this.question = question;
        }

        void answer() {
            try {
                done.complete(read());
            } catch (RuntimeException mistake) {
                done.completeExceptionally(mistake);
            }
        }

        /** A moment ends with its answer, or what was written since could never be put in its place. */
        private Answer<T> read() {
            reading.lock();
            try {
                return asked();
            } catch (SQLException | IllegalArgumentException unreadable) {
                return faults.of(unreadable);
            } finally {
                reading.unlock();
            }
        }

        private Answer<T> asked() throws SQLException {
            try {
                return new Done<>(question.ask(reader));
            } finally {
                Database.rollBack(database);
            }
        }
    }

    private final Connection database;
    private final LogReader reader;
    private final LogFaults faults;
    private final Lock reading;
    private final Turns turns;
    private final Deque<Read<?>> waiting = new ArrayDeque<>();
    private boolean closed;

    /** @param reading held while one reads */
    LogReads(Connection database, LogFaults faults, Lock reading, Executor threads) throws SQLException {
        this.reading = reading;
        this.database = database;
        this.reader = new LogReader(database);
        this.faults = faults;
        this.turns = new Turns(threads, this::turn);
    }

    <T> CompletionStage<Answer<T>> read(Question<T> question) {
        Read<T> read = new Read<>(question);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedStage(faults.closed());
            }
            if (waiting.size() >= TopicLog.MAX_WAITING_READS) {
                return CompletableFuture.completedStage(faults.overloaded(waiting.size() + " reads"));
            }
            waiting.add(read);
        }
        turns.want();
        return read.done;
    }

    /** Returns when all that was asked for is answered. */
    void close() {
        Read<Boolean> last = new Read<>(nothing -> true);
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(last);
        }
        turns.want();
        last.done.join();
    }

    private void turn() {
        Read<?> next;
        synchronized (this) {
            next = waiting.poll();
        }
        if (next == null) {
            return;
        }
        next.answer();
        turns.want();
    }
}
