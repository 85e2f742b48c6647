package io.comity.node;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What Alice does again and again while a script goes on. */
final class Errand {
    static final Errand NONE = new Errand(() -> {});

    private static final long POLL_NANOS = 200_000;
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final Runnable once;
    private final Thread thread;
    private volatile boolean isOver;
    private int times;

    private Errand(Runnable once) {
        this.once = once;
        this.thread = new Thread(this::goOn, "errand");
    }

    static Errand of(Runnable once) {
        Errand errand = new Errand(once);
        errand.thread.start();
        return errand;
    }

    private void goOn() {
        while (!isOver) {
            once.run();
            times++;
        }
    }

    /** Waits a while, for what may not come. */
    static void until(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - begun < PATIENCE_NANOS) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** @return how often it was done */
    int end() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return times;
    }
}
