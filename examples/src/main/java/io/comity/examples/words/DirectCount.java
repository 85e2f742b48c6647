package io.comity.examples.words;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;

/** Counts a text on the spot, without messages, batches or a node: what an honest engine must answer. */
public final class DirectCount {
    private static final int CHUNK_BYTES = 1 << 16;

    private DirectCount() {}

    /** The ranking that {@link Words} must give for {@code text}, with 0 batches. */
    public static Words.Ranking of(InputStream text) throws IOException {
        Tally tally = new Tally();
        byte[] chunk = new byte[CHUNK_BYTES];
        long lines = 0;
        byte last = '\n';
        for (int length = text.read(chunk); length >= 0; length = text.read(chunk)) {
            tally.add(new String(chunk, 0, length, ISO_8859_1));
            for (int i = 0; i < length; i++) {
                lines += chunk[i] == '\n' ? 1 : 0;
            }
            last = length > 0 ? chunk[length - 1] : last;
        }
        tally.endWord();
        return Words.ranking(tally, Words.MAX_TOP, last == '\n' ? lines : lines + 1, 0);
    }
}
