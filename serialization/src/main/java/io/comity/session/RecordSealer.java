package io.comity.session;

/**
 * Seals the records of one direction of one link: Noise transport messages (revision 34, section 5.1) whose 64-bit
 * counter starts at zero, grows by one a record and never travels. Not thread-safe: it belongs to the wire's thread.
 */
public final class RecordSealer {
    /** What a record is longer than what was sealed in it. */
    public static final int TAG_BYTES = Aead.TAG_BYTES;

    /**
     * How many records one key seals at the most; then the link ends. Both sides change keys long before. At 60 KiB a
     * record an attacker's chance to tell AES-GCM from noise is then still below one in 2^40.
     */
    public static final long MAX_RECORDS_PER_KEY = 1L << 32;

    /** What {@link #seal} answers once the key is used up. */
    public static final int EXHAUSTED = -1;

    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private Aead aead;
    private long counter;
    private long counterOfKey;

    RecordSealer(Aead aead) {
        this(aead, 0);
    }

    /** For tests, which cannot wait for the counter to come near its end. */
    RecordSealer(Aead aead, long counter) {
        this.aead = aead;
        this.counter = counter;
    }

    /**
     * Seals {@code length} bytes of {@code plain} and binds the first {@code aadLength} bytes of {@code aad} to them.
     *
     * @param out receives {@code length} + {@link #TAG_BYTES} bytes; may be {@code plain} itself at the same offset
     * @return how many bytes were written, or {@link #EXHAUSTED}, from then on for ever
     */
    public int seal(byte[] aad, int aadLength, byte[] plain, int offset, int length, byte[] out, int outOffset) {
        if (counter - counterOfKey == MAX_RECORDS_PER_KEY) {
            return EXHAUSTED;
        }
        aead.suite().writeNonce(counter, nonce);
        counter++;
        return aead.seal(nonce, aad, aadLength, plain, offset, length, out, outOffset);
    }

    /** The next record is sealed under the next key; the opener must do the same after the record before it. */
    public void rekey() {
        aead = aead.rekeyed();
        counterOfKey = counter;
    }

    /** How many records were sealed under the key there is now. */
    public long sealedUnderKey() {
        return counter - counterOfKey;
    }

    /** How many records were sealed so far. */
    public long sealed() {
        return counter;
    }
}
