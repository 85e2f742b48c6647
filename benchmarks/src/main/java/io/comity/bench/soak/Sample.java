package io.comity.bench.soak;

import io.comity.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process takes of its machine at one moment.
 *
 * @param hours since the run began
 * @param residentBytes of its memory that are in the machine's
 * @param directBytes outside its heap that it has asked for
 * @param heapBytes of its heap that are no garbage
 */
record Sample(double hours, long residentBytes, long directBytes, long heapBytes, long threads, long files) {
    private static final long KIB = 1_024;

    /** @throws BenchException where there is no {@code /proc} */
    static Sample of(long pid, long directBytes, long heapBytes, double hours) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new Sample(
                    hours,
                    number(status, "VmRSS:") * KIB,
                    directBytes,
                    heapBytes,
                    number(status, "Threads:"),
                    files.count());
        } catch (IOException e) {
            throw new BenchException("cannot see what process " + pid + " takes: this needs Linux, with /proc", e);
        }
    }

    private static long number(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
