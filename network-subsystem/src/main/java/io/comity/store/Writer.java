package io.comity.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to a database. What waits together is committed together, since a commit costs a visit to the
 * disk however much it holds. When a batch fails, each of its writes is tried alone, so that only the guilty one fails.
 */
final class Writer {
    static final int MAX_BATCH = 256;

    interface Deed {
        void run(Connection database) throws SQLException;
    }

    private record Write(Deed deed, CompletableFuture<Void> done) {}

    /** After it nothing comes. */
    private static final Write END = new Write(database -> {}, new CompletableFuture<>());

    private final String name;
    private final Connection database;
    private final BlockingQueue<Write> pending;
    private final Thread thread;
    private boolean closed;

    /** @param name of the database, for messages */
    Writer(String name, Connection database, int maxPending) {
        this.name = name;
        this.database = database;
        this.pending = new ArrayBlockingQueue<>(maxPending);
        this.thread = new Thread(this::work, "comity-store");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized CompletionStage<Void> write(Deed deed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed) {
            return failed(done, name + " is closed; the node has stopped", null);
        }
        return pending.offer(new Write(deed, done))
                ? done
                : failed(
                        done, name + " takes no more: " + pending.size() + " writes wait; is its disk too slow?", null);
    }

    /** Returns when all that was asked for is done and the thread has ended. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                pending.put(END);
                thread.join();
                ended = true;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        List<Write> batch = new ArrayList<>(MAX_BATCH);
        while (!batch.contains(END)) {
            batch.clear();
            take(batch);
            commit(batch);
        }
    }

    private void take(List<Write> batch) {
        try {
            batch.add(pending.take());
            pending.drainTo(batch, MAX_BATCH - 1);
        } catch (InterruptedException notOurs) {
            // Nobody but close() ends this thread, and it says so in the queue.
        }
    }

    private void commit(List<Write> batch) {
        try {
            for (Write write : batch) {
                write.deed().run(database);
            }
            database.commit();
            batch.forEach(write -> write.done().complete(null));
        } catch (SQLException refused) {
            rollBack(refused);
            retry(batch, refused);
        }
    }

    private void retry(List<Write> batch, SQLException refused) {
        if (batch.size() == 1) {
            failed(batch.get(0).done(), name + " did not take it: " + refused.getMessage(), refused);
        } else {
            batch.forEach(write -> commit(List.of(write)));
        }
    }

    private void rollBack(SQLException cause) {
        try {
            Database.rollBack(database);
        } catch (SQLException worse) {
            cause.addSuppressed(worse);
        }
    }

    private static CompletionStage<Void> failed(
            CompletableFuture<Void> done, String message, @Nullable Throwable cause) {
        done.completeExceptionally(new StoreException(message, cause));
        return done;
    }
}
