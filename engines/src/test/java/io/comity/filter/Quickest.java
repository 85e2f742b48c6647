package io.comity.filter;

import java.util.stream.LongStream;

/** How long something takes at best: what is in its way makes it slower, never quicker. */
final class Quickest {
    /** What is compared with it, for one that costs as much. */
    static final int NOISE = 5;

    private static final int TIMES = 30;

    private Quickest() {}

    static long nanos(Runnable what) {
        return LongStream.generate(() -> once(what)).limit(TIMES).min().orElseThrow();
    }

    private static long once(Runnable what) {
        long start = System.nanoTime();
        what.run();
        return System.nanoTime() - start;
    }
}
