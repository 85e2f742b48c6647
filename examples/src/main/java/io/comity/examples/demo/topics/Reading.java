package io.comity.examples.demo.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, from its beginning again as often as it is to, in little memory. Its bytes are Latin-1, so any do. */
final class Reading implements AutoCloseable {
    private final Path file;
    private int timesLeft;
    private BufferedReader reader;
    private long read;

    Reading(Path file, int times) throws IOException {
        this.file = file;
        this.timesLeft = times - 1;
        this.reader = open(file);
    }

    private static BufferedReader open(Path file) throws IOException {
        return Files.newBufferedReader(file, ISO_8859_1);
    }

    /** How many lines the file has. */
    static long count(Path file) throws IOException {
        try (Reading once = new Reading(file, 1)) {
            long lines = 0;
            while (once.next() != null) {
                lines++;
            }
            return lines;
        }
    }

    /** Null after the last. */
    @Nullable
    Line next() throws IOException {
        Line line = read();
        if (line == null && timesLeft > 0) {
            timesLeft--;
            reader.close();
            reader = open(file);
            line = read();
        }
        return line;
    }

    private @Nullable Line read() throws IOException {
        StringBuilder text = new StringBuilder();
        int characters = 0;
        int next = reader.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            characters++;
            if (text.length() < Line.MAX_TEXT) {
                text.append((char) next);
            }
            next = reader.read();
        }
        return new Line(++read, characters, text.toString());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
