package io.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** What this process takes of the machine's memory, looked at ten times a second. */
final class Footprint {
    private static final int ENOUGH_TIMES = 3;
    private static final long EVERY_NANOS = 100_000_000;

    private long peak;

    Footprint() {
        Thread watching = new Thread(
                () -> {
                    while (true) {
                        look();
                        LockSupport.parkNanos(EVERY_NANOS);
                    }
                },
                "footprint");
        watching.setDaemon(true);
        watching.start();
    }

    private synchronized void look() {
        peak = Math.max(peak, residentBytes());
    }

    /** The most since this was asked last. */
    synchronized long peakBytes() {
        look();
        long most = peak;
        peak = 0;
        return most;
    }

    static long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException noProc) {
            throw new UncheckedIOException(noProc);
        }
    }

    /** Bytes of the heap in use now that all garbage is gone. */
    static long heapBytes() {
        for (int i = 0; i < ENOUGH_TIMES; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
