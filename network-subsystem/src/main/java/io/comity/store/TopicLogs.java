package io.comity.store;

import io.comity.identity.PrivateFile;
import io.comity.topic.TopicId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a node's topics: a folder with a file for each, held by one process at a time. All logs share a few threads, which
 * end while nothing is asked for.
 */
public final class TopicLogs implements AutoCloseable {
    /** Each has some files open. */
    public static final int MAX_OPEN = 256;

    /** Less holds nothing. */
    public static final long MIN_FILE_BYTES = 1 << 20;

    /** Disks do some things side by side. */
    private static final int WRITING_THREADS = 4;

    private static final int READING_THREADS = 2;

    private static final long IDLE_SECONDS = 10;

    private static final String ENDING = ".db";

    private final Path folder;
    private final FolderLock lock;
    private final LogLimits limits;
    private final ExecutorService writing = threads("comity-log-writer", WRITING_THREADS);
    private final ExecutorService reading = threads("comity-log-reader", READING_THREADS);
    private final Map<TopicId, TopicLog> open = new HashMap<>();
    private boolean closed;

    private TopicLogs(Path folder, FolderLock lock, LogLimits limits) {
        this.folder = folder;
        this.lock = lock;
        this.limits = limits;
    }

    /**
     * The logs in {@code folder}, made now when there is none.
     *
     * @param maxFileBytes of each log, {@link #MIN_FILE_BYTES} or more; past it appends are refused
     * @throws StoreException when the folder is not private or in use, with the cure
     */
    public static TopicLogs in(Path folder, long maxFileBytes) {
        if (maxFileBytes < MIN_FILE_BYTES) {
            throw new IllegalArgumentException("a log may have " + MIN_FILE_BYTES + " bytes or more");
        }
        return in(folder, LogLimits.of(maxFileBytes));
    }

    static TopicLogs in(Path folder, LogLimits limits) {
        Path place = folder.toAbsolutePath().normalize();
        try {
            PrivateFile.requireFolder(place);
            FolderLock lock = FolderLock.take(place)
                    .orElseThrow(
                            () -> refused(place, "are in use by another process; is this node running already?", null));
            return new TopicLogs(place, lock, limits);
        } catch (IOException failure) {
            String why = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
            throw refused(
                    place,
                    why != null ? why : "cannot be used: " + failure.getClass().getSimpleName(),
                    failure);
        }
    }

    private static StoreException refused(Path folder, String why, @Nullable Throwable cause) {
        return new StoreException("the logs of topics: " + folder + " " + why, cause);
    }

    /** What comes after the end is the turn of a log that is closed, which has nothing to do. */
    private static ExecutorService threads(String name, int max) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                max,
                max,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * The log of {@code topic}, made now when there is none. Reads the file, so not for a thread that others wait for.
     *
     * @throws StoreException when it is damaged, not private, newer than this Comity or open, or too many are, with the cure
     */
    public synchronized TopicLog open(TopicId topic, Retention retention) {
        Path file = folder.resolve(topic.text() + ENDING);
        if (closed || open.containsKey(topic) || open.size() >= limits.maxOpen()) {
            throw refused(
                    folder,
                    closed
                            ? "are closed; the node has stopped"
                            : open.containsKey(topic)
                                    ? "have " + topic + " open already; close it first"
                                    : "have " + limits.maxOpen() + " open already; leave a topic first",
                    null);
        }
        TopicLog log = SqliteTopicLog.open(file, topic, retention, limits, writing, reading, () -> closed(topic));
        open.put(topic, log);
        return log;
    }

    private synchronized void closed(TopicId topic) {
        open.remove(topic);
    }

    /** The topics of which there is a log, in no order. */
    public List<TopicId> topics() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> TopicId.parse(name.substring(0, name.length() - ENDING.length()))
                            .toOptional())
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException failure) {
            throw refused(folder, "cannot be listed (" + failure.getMessage() + ")", failure);
        }
    }

    /** Closes all logs, then lets go of the folder; again does nothing. */
    @Override
    public void close() {
        List<TopicLog> logs;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            logs = List.copyOf(open.values());
        }
        try {
            logs.forEach(TopicLog::close);
        } finally {
            writing.shutdown();
            reading.shutdown();
            release();
        }
    }

    private void release() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw refused(folder, "were not let go (" + failure.getMessage() + ")", failure);
        }
    }
}
