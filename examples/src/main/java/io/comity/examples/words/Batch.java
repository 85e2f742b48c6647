package io.comity.examples.words;

import java.util.List;

/**
 * Some lines of a text, as they travel in one message.
 *
 * @param lines without their line breaks, one character per byte
 * @param cut whether the last line goes on in the next batch
 */
record Batch(List<String> lines, boolean cut) {

    /** Lines that end in this batch. */
    int completeLines() {
        return lines.size() - (cut ? 1 : 0);
    }
}
