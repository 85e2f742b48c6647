package io.comity.dissemination;

/**
 * Which sequences of one epoch of one publisher were taken: the latest, and one bit for each of the {@code size} up to it.
 * Below that everything counts as taken.
 */
final class Window {
    private static final int BITS = Long.SIZE;

    final long epoch;
    private final long[] bits;
    private long top;

    /** @param size a multiple of 64 */
    Window(long epoch, int size) {
        this.epoch = epoch;
        this.bits = new long[size / BITS];
    }

    /** Whether the sequence is so far back that its bit is gone. */
    boolean isBehind(long sequence) {
        return sequence <= top - size();
    }

    /** Whether the sequence is so far ahead that nobody is believed about it who only says so. */
    boolean isBeyond(long sequence) {
        return sequence - top > size();
    }

    boolean contains(long sequence) {
        return sequence <= top && (isBehind(sequence) || (bits[word(sequence)] & mask(sequence)) != 0);
    }

    void add(long sequence) {
        if (isBehind(sequence)) {
            return;
        }
        long cleared = Math.min(sequence - top, size());
        for (long ahead = 0; ahead < cleared; ahead++) {
            bits[word(sequence - ahead)] &= ~mask(sequence - ahead);
        }
        top = Math.max(top, sequence);
        bits[word(sequence)] |= mask(sequence);
    }

    private int size() {
        return bits.length * BITS;
    }

    private int word(long sequence) {
        return (int) (sequence / BITS % bits.length);
    }

    private static long mask(long sequence) {
        return 1L << sequence % BITS;
    }
}
