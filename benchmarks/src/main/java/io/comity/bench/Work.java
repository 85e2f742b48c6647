package io.comity.bench;

/**
 * How the link is loaded, the same for every contender.
 *
 * @param sizeBytes of one message: 8 bytes of sequence number and the payload
 * @param window messages outstanding, one way
 * @param batch messages per returned credit; divides the window, so that a window always comes back whole
 */
public record Work(int sizeBytes, int window, int batch) {
    static final int SEQUENCE_BYTES = 8;
    static final int MIN_SIZE_BYTES = 16;
    static final int MAX_SIZE_BYTES = 32_768;
    static final int MAX_WINDOW = 100_000;

    public Work {
        Ranges.check("--size", sizeBytes, MIN_SIZE_BYTES, MAX_SIZE_BYTES);
        Ranges.check("--window", window, 1, MAX_WINDOW);
        Ranges.check("--batch", batch, 1, window);
        if (window % batch != 0) {
            throw new IllegalArgumentException(
                    "--window (" + window + ") must be a multiple of --batch (" + batch + ")");
        }
    }

    /** Bytes that no compression of zeros could make cheap. */
    byte[] payload() {
        byte[] payload = new byte[sizeBytes - SEQUENCE_BYTES];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 31 + 7);
        }
        return payload;
    }
}
