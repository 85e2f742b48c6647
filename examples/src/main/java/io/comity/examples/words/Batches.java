package io.comity.examples.words;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a text of any bytes into batches that fit a message. A line ends with a line feed; bytes after the last line feed are
 * a line too. A line too long for what is left of a batch is cut, wherever that falls.
 */
final class Batches {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream text;
    private final byte[] line = new byte[Words.MAX_BATCH_CHARACTERS];
    private int length;
    private boolean continued;
    private long bytes;

    Batches(InputStream text) {
        this.text = new BufferedInputStream(text, BUFFER_BYTES);
    }

    /** The next lines of the text; empty at its end. */
    Optional<Batch> next() throws IOException {
        List<String> lines = new ArrayList<>();
        int room = Words.MAX_BATCH_CHARACTERS;
        while (lines.size() < Words.MAX_BATCH_LINES) {
            int next = text.read();
            bytes += next < 0 ? 0 : 1;
            if (next < 0 && length == 0 && !continued) {
                break;
            }
            if (next < 0 || next == '\n') {
                lines.add(line());
                continued = false;
            } else {
                line[length++] = (byte) next;
                if (--room == 0) {
                    lines.add(line());
                    continued = true;
                    return Optional.of(new Batch(List.copyOf(lines), true));
                }
            }
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Batch(List.copyOf(lines), false));
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }

    private String line() {
        String complete = new String(line, 0, length, ISO_8859_1);
        length = 0;
        return complete;
    }
}
