package io.comity.transport.artery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The transport's own threads, for what outlives its ActorSystem: starting another, and telling wires of their end. */
final class Workers {
    private static final int THREADS = 2;

    private final ThreadPoolExecutor pool;

    Workers(String name) {
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.setRejectedExecutionHandler((task, stopped) -> task.run());
    }

    /** Runs tasks on the pool, and after {@link #stop} on the caller's thread. */
    Executor executor() {
        return pool;
    }

    void later(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, pool)
                .execute(task);
    }

    /** Runs what is queued, then ends the threads. */
    void stop() {
        pool.shutdown();
    }
}
