package io.comity.store;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs one thing again and again, never twice at once, on threads that it shares with others. */
final class Turns {
    private final Executor threads;
    private final Runnable turn;
    private final AtomicInteger wanted = new AtomicInteger();

    Turns(Executor threads, Runnable turn) {
        this.threads = threads;
        this.turn = turn;
    }

    /** There will be a turn that begins after this. */
    void want() {
        if (wanted.getAndIncrement() == 0) {
            threads.execute(this::run);
        }
    }

    /** Goes to the end of the line after each turn, so that no log takes all threads. */
    private void run() {
        int met = wanted.get();
        try {
            turn.run();
        } finally {
            if (wanted.addAndGet(-met) > 0) {
                threads.execute(this::run);
            }
        }
    }
}
