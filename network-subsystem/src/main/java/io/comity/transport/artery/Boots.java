package io.comity.transport.artery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One {@link ArterySystem} after the other, on one port: the first when somebody asks, the next when one died though nobody
 * closed it, with growing delays while that fails. Ends for good with {@link #close}.
 */
final class Boots {
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration MAX_DELAY = Duration.ofSeconds(10);

    private final Starter starter;
    private final Workers workers;
    private @Nullable CompletableFuture<ArterySystem> start;
    private @Nullable ArterySystem current;
    private boolean closed;
    private int port;

    /** Starts a system on a port, or on any if that is 0; blocks. */
    interface Starter {
        ArterySystem start(int port, Executor dispatcher) throws WireException;
    }

    Boots(String name, int port, Starter starter) {
        this.workers = new Workers(name);
        this.port = port;
        this.starter = starter;
    }

    /** The present system, which is started if there is none; a failure is not remembered. */
    synchronized CompletionStage<ArterySystem> started() {
        if (closed) {
            return CompletableFuture.failedFuture(new WireException("the transport is closed"));
        }
        CompletableFuture<ArterySystem> present = start;
        if (present == null || present.isCompletedExceptionally()) {
            present = CompletableFuture.supplyAsync(this::boot, workers.executor());
            start = present;
        }
        return present;
    }

    synchronized Optional<ArterySystem> current() {
        return Optional.ofNullable(current);
    }

    /** Done when threads and port are free. */
    CompletionStage<Void> close() {
        CompletableFuture<ArterySystem> last;
        synchronized (this) {
            closed = true;
            last = start;
        }
        CompletionStage<?> stopped = last == null
                ? CompletableFuture.completedFuture(null)
                : last.thenCompose(system -> system.stop("closed here"));
        return stopped.handle((done, failure) -> {
            workers.stop();
            return null;
        });
    }

    private ArterySystem boot() {
        try {
            return boot(port());
        } catch (WireException cannot) {
            throw new CompletionException(cannot);
        }
    }

    private ArterySystem boot(int onPort) throws WireException {
        ArterySystem booted = starter.start(onPort, workers.executor());
        synchronized (this) {
            current = booted;
            port = booted.self().port();
        }
        booted.terminated().whenComplete((done, failure) -> died(booted));
        return booted;
    }

    private synchronized int port() {
        return port;
    }

    private void died(ArterySystem dead) {
        boolean expected;
        synchronized (this) {
            expected = closed;
            current = null;
        }
        if (!expected) {
            dead.peers().endAll("the transport was restarted");
            CompletableFuture<ArterySystem> next = new CompletableFuture<>();
            synchronized (this) {
                start = next;
            }
            restart(next, FIRST_DELAY);
        }
    }

    private void restart(CompletableFuture<ArterySystem> next, Duration delay) {
        workers.later(delay, () -> {
            try {
                next.complete(boot(port()));
            } catch (WireException stillTaken) {
                Duration twice = delay.multipliedBy(2);
                retryUnlessClosed(next, twice.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : twice, stillTaken);
            }
        });
    }

    private void retryUnlessClosed(CompletableFuture<ArterySystem> next, Duration delay, WireException cause) {
        boolean over;
        synchronized (this) {
            over = closed;
        }
        if (over) {
            next.completeExceptionally(cause);
        } else {
            restart(next, delay);
        }
    }
}
