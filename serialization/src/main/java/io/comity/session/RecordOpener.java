package io.comity.session;

/**
 * Opens the records of one direction of one link, in the order in which they were sealed. The counter is not sent, so a
 * record that was altered, repeated, skipped or moved simply does not open; after the first such record nothing does, and
 * the link must end. Not thread-safe: it belongs to the wire's thread.
 */
public final class RecordOpener {
    /** What {@link #open} answers for anything but the authentic next record, and for everything after that. */
    public static final int REFUSED = Aead.REFUSED;

    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private Aead aead;
    private long counter;
    private long counterOfKey;
    private boolean dead;

    RecordOpener(Aead aead) {
        this(aead, 0);
    }

    /** For tests, which cannot wait for the counter to come near its end. */
    RecordOpener(Aead aead, long counter) {
        this.aead = aead;
        this.counter = counter;
    }

    /**
     * Opens {@code length} bytes of {@code sealed}, to which the first {@code aadLength} bytes of {@code aad} were bound.
     *
     * @param out another array than {@code sealed}, with room for {@code length} - {@link RecordSealer#TAG_BYTES} bytes
     *     from {@code outOffset}; meaningless when the record is refused
     * @return the plain length, or {@link #REFUSED}
     */
    public int open(byte[] aad, int aadLength, byte[] sealed, int offset, int length, byte[] out, int outOffset) {
        if (dead || counter - counterOfKey == RecordSealer.MAX_RECORDS_PER_KEY) {
            return REFUSED;
        }
        aead.suite().writeNonce(counter, nonce);
        counter++;
        int plainLength = aead.open(nonce, aad, aadLength, sealed, offset, length, out, outOffset);
        dead = plainLength == REFUSED;
        return plainLength;
    }

    /** The next record is opened under the next key: its sealer said so in the record before. */
    public void rekey() {
        aead = aead.rekeyed();
        counterOfKey = counter;
    }

    /** Whether a record has been refused. */
    public boolean isDead() {
        return dead;
    }
}
