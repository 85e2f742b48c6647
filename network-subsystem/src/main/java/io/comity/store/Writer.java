package io.comity.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * The one thread that writes to a database. What waits together is committed together, since a commit costs a visit to the
 * disk however much it holds. When a batch fails, each of its writes is tried alone, so that only the guilty one fails. What is owed
 * is tried again when the disk takes something else, when nothing was asked for {@link #AGAIN}, and at the end.
 */
final class Writer {
    static final int MAX_BATCH = 256;

    static final Duration AGAIN = Duration.ofSeconds(2);

    interface Deed {
        void run(Connection database) throws SQLException;

        /** It is on the disk now. */
        default void written() {}

        /** It is not, and whoever asked hears so. */
        default void notWritten() {}
    }

    private record Write(Deed deed, CompletableFuture<Void> done) {}

    /** After it nothing comes. */
    private static final Write END = new Write(database -> {}, new CompletableFuture<>());

    private final String name;
    private final Connection database;
    private final Mark mark;
    private final Owed owed;
    private final BlockingQueue<Write> pending;
    private final Thread thread;
    private boolean closed;
    private long committed;

    /**
     * @param name of the database, for messages
     * @param mark is told of each commit before anybody else, and closed at the end
     * @param committed the changes that the database has
     */
    Writer(String name, Connection database, Mark mark, Owed owed, long committed, int maxPending) {
        this.name = name;
        this.database = database;
        this.mark = mark;
        this.owed = owed;
        this.committed = committed;
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
        if (pending.offer(new Write(deed, done))) {
            return done;
        }
        deed.notWritten();
        return failed(done, name + " takes no more: " + pending.size() + " writes wait; is its disk too slow?", null);
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
            boolean isTime = batch.isEmpty() || commit(batch);
            if (isTime && owed.count() > 0) {
                tryAgain();
            }
        }
        tryAgain();
        mark.close();
    }

    /** Until all is written that was owed, or something is refused again. */
    private void tryAgain() {
        for (long left = owed.count(); left > 0; left = owed.count() < left ? owed.count() : 0) {
            List<Write> batch = new ArrayList<>();
            owed.some(MAX_BATCH).forEach(deed -> batch.add(new Write(deed, new CompletableFuture<>())));
            commit(batch);
        }
    }

    /** Nothing, when it is time for what is owed. */
    private void take(List<Write> batch) {
        try {
            Write first = owed.count() > 0 ? pending.poll(AGAIN.toNanos(), TimeUnit.NANOSECONDS) : pending.take();
            if (first != null) {
                batch.add(first);
                pending.drainTo(batch, MAX_BATCH - 1);
            }
        } catch (InterruptedException notOurs) {
            // Nobody but close() ends this thread, and it says so in the queue.
        }
    }

    /** Whether the disk took all of it at once. */
    private boolean commit(List<Write> batch) {
        try {
            for (Write write : batch) {
                write.deed().run(database);
            }
            long changes = Seal.changes(database);
            if (owed.count() > 0) {
                // Or what is owed would be as good as written if this process ended between the next two.
                mark.ahead(changes + owed.count());
            }
            database.commit();
            committed = changes;
            batch.forEach(write -> write.deed().written());
            mark.put(changes + owed.count());
            batch.forEach(write -> write.done().complete(null));
            return true;
        } catch (SQLException refused) {
            rollBack(refused);
            retry(batch, refused);
            return false;
        }
    }

    private void retry(List<Write> batch, SQLException refused) {
        if (batch.size() == 1) {
            batch.get(0).deed().notWritten();
            if (owed.count() > 0) {
                mark.ahead(committed + owed.count());
            }
            failed(batch.get(0).done(), name + " did not take it: " + refused.getMessage() + cure(refused), refused);
        } else {
            batch.forEach(write -> commit(List.of(write)));
        }
    }

    private static String cure(SQLException refused) {
        int code = refused.getErrorCode() & 0xff;
        boolean isOfDisk = code == SQLiteErrorCode.SQLITE_FULL.code || code == SQLiteErrorCode.SQLITE_IOERR.code;
        if (isOfDisk) {
            return "; make room on its disk, or see to its quota, and ask again: the node goes on meanwhile";
        }
        return code == SQLiteErrorCode.SQLITE_READONLY.code ? "; see that its folder is yours and may be written" : "";
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
