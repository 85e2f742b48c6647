package io.comity.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What disks, file systems and people do to files. */
enum Damage {
    CUT,
    ZEROS,
    ONE_BIT;

    private static final int ZEROS_BYTES = 512;

    static Damage any(Random random) {
        return values()[random.nextInt(values().length)];
    }

    /** Somewhere in {@code file}; what was done, in words. */
    String to(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        int length = bytes.length;
        switch (this) {
            case CUT -> bytes = Arrays.copyOf(bytes, at);
            case ZEROS -> Arrays.fill(bytes, at, Math.min(bytes.length, at + ZEROS_BYTES), (byte) 0);
            case ONE_BIT -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        Files.write(file, bytes);
        return file.getFileName() + " of " + length + " bytes, " + this + " at " + at;
    }

    /** The files of {@code folder} that may be damaged; what SQLite keeps for the processes that run is made anew by each. */
    static List<Path> places(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith("-shm"))
                    .sorted()
                    .toList();
        }
    }
}
