package io.comity.sim;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Time, chance, the network and what happened: what all parts of one simulation share. */
final class World {
    /** Nothing that a caller waits for takes longer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    private final Lot lot;
    private final Trace trace;
    private final Timeline timeline;
    private final Network network;
    private Runnable afterEach = () -> {};

    World(long seed, int kept) {
        this.lot = new Lot(seed);
        this.trace = new Trace(kept);
        this.timeline = new Timeline(lot.of("order"), trace);
        this.network = new Network(timeline, trace, lot.of("weather"));
        lot.takeThread();
    }

    Lot lot() {
        return lot;
    }

    Trace trace() {
        return trace;
    }

    Timeline timeline() {
        return timeline;
    }

    Network network() {
        return network;
    }

    /** Done after everything that is done. */
    void afterEach(Runnable check) {
        afterEach = check;
    }

    private boolean step(long until) {
        boolean isMore = timeline.step(until);
        afterEach.run();
        return isMore;
    }

    void run(Duration duration) {
        long until = timeline.nanos() + duration.toNanos();
        while (timeline.nanos() < until && step(until)) {
            // Until then.
        }
    }

    /** Goes on until nothing is left that could be done now. */
    void settle() {
        long now = timeline.nanos();
        while (timeline.isBusy()) {
            step(now);
        }
    }

    /** Goes on until {@code stage} is complete. */
    <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> awaited = stage.toCompletableFuture();
        long until = timeline.nanos() + LONGEST_WAIT.toNanos();
        while (!awaited.isDone()) {
            if (timeline.nanos() >= until || !step(until)) {
                throw new IllegalStateException("nothing more happens that would end this wait");
            }
        }
        return awaited.join();
    }
}
