package io.comity.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills the heap but for a part, so that what is fuzzed has a heap of that size, whatever the fuzzer itself needs: Jazzer takes
 * some 200 MB while it begins.
 */
final class Ballast {
    private static final int CHUNK_BYTES = 1 << 20;

    private static @Nullable List<byte[]> held;

    private Ballast() {}

    /** Once in the life of a process. */
    static synchronized void leave(long bytes) {
        if (held == null) {
            System.gc();
            Runtime now = Runtime.getRuntime();
            long free = now.maxMemory() - now.totalMemory() + now.freeMemory();
            List<byte[]> chunks = new ArrayList<>();
            for (; free > bytes + CHUNK_BYTES; free -= CHUNK_BYTES) {
                chunks.add(new byte[CHUNK_BYTES - 16]);
            }
            held = chunks;
        }
    }
}
