package io.comity.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Noise revision 34, sections 5.1 and 5.2: the chaining key, the handshake hash, and the cipher they have led to so far. */
final class SymmetricState {
    private static final byte[] NO_INFO = {};

    private final CipherSuite suite;
    private final byte[] nonce = new byte[Aead.NONCE_BYTES];
    private byte[] chainingKey;
    private byte[] hash;
    /** A cipher is made when there is something for it: a half-open handshake should not hold one. */
    private byte @Nullable [] key;

    private long counter;

    SymmetricState(CipherSuite suite, byte[] prologue) {
        this.suite = suite;
        // Both names fit in one hash, so the specification pads them with zeros instead of hashing them.
        this.hash = Arrays.copyOf(suite.protocolName().getBytes(US_ASCII), Hkdf.HASH_BYTES);
        this.chainingKey = hash;
        mixHash(prologue);
    }

    void mixHash(byte[] data) {
        hash = JdkCrypto.sha256(hash, data);
    }

    void mixKey(byte[] secret) {
        byte[] derived = Hkdf.derive(chainingKey, secret, NO_INFO, 2 * Hkdf.HASH_BYTES);
        chainingKey = firstHalf(derived);
        key = secondHalf(derived);
        counter = 0;
    }

    /** A copy, 32 bytes. */
    byte[] hash() {
        return hash.clone();
    }

    /** How much longer encrypted bytes are at this point: nothing before the first {@link #mixKey}. */
    int overheadBytes() {
        return key == null ? 0 : Aead.TAG_BYTES;
    }

    byte[] encryptAndHash(byte[] plain) {
        byte[] sealed = plain;
        if (key != null) {
            sealed = new byte[plain.length + Aead.TAG_BYTES];
            new Aead(suite, key).seal(nextNonce(), hash, hash.length, plain, 0, plain.length, sealed, 0);
        }
        mixHash(sealed);
        return sealed;
    }

    /** Null when {@code sealed} is not authentic; the handshake is then over. */
    byte @Nullable [] decryptAndHash(byte[] sealed) {
        byte[] plain = sealed;
        if (key != null) {
            plain = new byte[Math.max(0, sealed.length - Aead.TAG_BYTES)];
            int opened = new Aead(suite, key).open(nextNonce(), hash, hash.length, sealed, 0, sealed.length, plain, 0);
            if (opened == Aead.REFUSED) {
                return null;
            }
        }
        mixHash(sealed);
        return plain;
    }

    /** The two keys of the link: the initiator seals with the first, the responder with the second. */
    Aead[] split() {
        byte[] derived = Hkdf.derive(chainingKey, new byte[0], NO_INFO, 2 * Hkdf.HASH_BYTES);
        return new Aead[] {new Aead(suite, firstHalf(derived)), new Aead(suite, secondHalf(derived))};
    }

    private byte[] nextNonce() {
        suite.writeNonce(counter++, nonce);
        return nonce;
    }

    private static byte[] firstHalf(byte[] derived) {
        return Arrays.copyOf(derived, Hkdf.HASH_BYTES);
    }

    private static byte[] secondHalf(byte[] derived) {
        return Arrays.copyOfRange(derived, Hkdf.HASH_BYTES, 2 * Hkdf.HASH_BYTES);
    }
}
