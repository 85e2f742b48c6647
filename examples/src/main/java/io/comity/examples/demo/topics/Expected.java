package io.comity.examples.demo.topics;

import java.io.IOException;
import java.nio.file.Path;

/** What must be heard of the lines that were published so far, found out from the file alone. */
final class Expected implements AutoCloseable {
    private final Tally all = new Tally();
    private final Tally shorter = new Tally();
    private final Tally others = new Tally();
    private final Reading reading;
    private final int split;

    /** @param split the length of a line at which the part of the others begins */
    Expected(Path file, int times, int split) throws IOException {
        this.reading = new Reading(file, times);
        this.split = split;
    }

    /** The next so many lines are published; fewer when the file ends. */
    void advance(int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            Line line = reading.next();
            if (line != null) {
                all.add(line);
                (line.characters() < split ? shorter : others).add(line);
            }
        }
    }

    Tally.Heard all() {
        return all.heard();
    }

    Tally.Heard shorter() {
        return shorter.heard();
    }

    Tally.Heard others() {
        return others.heard();
    }

    @Override
    public void close() throws IOException {
        reading.close();
    }
}
