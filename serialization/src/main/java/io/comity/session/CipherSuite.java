package io.comity.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** The two suites a link may run under; the code is what travels in the clear prefix. */
public enum CipherSuite {
    /** The default: with AES instructions the fastest there is. */
    AES_GCM(1, "Noise_XX_25519_AESGCM_SHA256", "AES/GCM/NoPadding", "AES", ByteOrder.BIG_ENDIAN),

    /** For a node without AES instructions, where AES would be slow and would leak through the cache. */
    CHACHA_POLY(2, "Noise_XX_25519_ChaChaPoly_SHA256", "ChaCha20-Poly1305", "ChaCha20", ByteOrder.LITTLE_ENDIAN);

    private static final int COUNTER_OFFSET = 4;
    private static final int WARM_UP_BYTES = 64;

    private final byte code;
    private final String protocolName;
    private final String transformation;
    private final String keyAlgorithm;
    private final VarHandle counterLayout;

    CipherSuite(int code, String protocolName, String transformation, String keyAlgorithm, ByteOrder counterOrder) {
        this.code = (byte) code;
        this.protocolName = protocolName;
        this.transformation = transformation;
        this.keyAlgorithm = keyAlgorithm;
        this.counterLayout = MethodHandles.byteArrayViewVarHandle(long[].class, counterOrder);
    }

    public byte code() {
        return code;
    }

    /** The Noise protocol name, as hashed into every handshake. */
    public String protocolName() {
        return protocolName;
    }

    /** Empty for a code that no suite has. */
    public static Optional<CipherSuite> ofCode(byte code) {
        for (CipherSuite suite : values()) {
            if (suite.code == code) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /**
     * Seals and opens {@code records} short records under a key that protects nothing. A JVM runs its first few hundred long
     * records without the processor's own instructions, ten milliseconds each; twenty thousand short ones, less than a
     * second in the background of a node's start, spare the first links that.
     */
    public void warmUp(int records) {
        byte[] key = new byte[Aead.KEY_BYTES];
        byte[] record = new byte[WARM_UP_BYTES + Aead.TAG_BYTES];
        byte[] opened = new byte[WARM_UP_BYTES];
        RecordSealer sealer = new RecordSealer(new Aead(this, key));
        RecordOpener opener = new RecordOpener(new Aead(this, key));
        for (int i = 0; i < records; i++) {
            sealer.seal(key, 1, record, 0, WARM_UP_BYTES, record, 0);
            opener.open(key, 1, record, 0, record.length, opened, 0);
        }
    }

    String transformation() {
        return transformation;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** Noise revision 34, section 12: 32 bits of zero, then the counter, big-endian for AES and little-endian for ChaCha. */
    void writeNonce(long counter, byte[] nonce) {
        counterLayout.set(nonce, COUNTER_OFFSET, counter);
    }

    AlgorithmParameterSpec parameters(byte[] nonce) {
        return this == AES_GCM ? new GCMParameterSpec(Aead.TAG_BYTES * Byte.SIZE, nonce) : new IvParameterSpec(nonce);
    }
}
