package io.comity.examples.demo;

import java.util.function.Consumer;

/** Turns Bob's many progress events into a few lines: one for each tenth of the file. */
final class Progress {
    private static final int STEPS = 10;

    private final long sizeBytes;
    private final Consumer<String> tell;
    private String path = "";
    private long step;

    Progress(long sizeBytes, Consumer<String> tell) {
        this.sizeBytes = sizeBytes;
        this.tell = tell;
    }

    void hear(String event) {
        if (event.startsWith(BobMain.PROGRESS)) {
            String[] words = event.substring(BobMain.PROGRESS.length()).split(" ");
            advance(words[0], Long.parseLong(words[1]));
        }
    }

    private void advance(String onPath, long bytes) {
        if (!onPath.equals(path)) {
            path = onPath;
            step = 0;
        }
        long reached = bytes * STEPS / sizeBytes;
        if (reached > step) {
            step = reached;
            tell.accept(String.format(
                    "  Bob streams over %s: %d of %d bytes (%d %%)", path, bytes, sizeBytes, bytes * 100 / sizeBytes));
        }
    }
}
