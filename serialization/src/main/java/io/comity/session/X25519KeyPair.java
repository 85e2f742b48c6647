package io.comity.session;

import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * An X25519 key pair (RFC 7748) that a node makes at each boot and proves to be its own in every handshake. By Bouncy
 * Castle's low-level code: the JDK's takes 1.7 times as long.
 */
public final class X25519KeyPair {
    static final int KEY_BYTES = X25519.SCALAR_SIZE;

    private final byte[] secret;
    private final byte[] publicKey = new byte[KEY_BYTES];

    private X25519KeyPair(byte[] secret) {
        this.secret = secret;
        X25519.scalarMultBase(secret, 0, publicKey, 0);
    }

    /**
     * Copies {@code secret}.
     *
     * @throws IllegalArgumentException unless it is 32 bytes long
     */
    public static X25519KeyPair of(byte[] secret) {
        if (secret.length != KEY_BYTES) {
            throw new IllegalArgumentException("an X25519 secret has 32 bytes, not " + secret.length);
        }
        return new X25519KeyPair(secret.clone());
    }

    public static X25519KeyPair generate(EphemeralSource source) {
        return of(source.secret());
    }

    /** A copy, 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * The Diffie-Hellman function.
     *
     * @param peer a public key of 32 bytes
     * @param shared receives 32 bytes
     * @return false when the result is all zeros, as it is for every peer key of small order: whoever sent such a key
     *     would know the secret without knowing any (RFC 7748 section 6.1)
     */
    boolean agree(byte[] peer, byte[] shared) {
        return X25519.calculateAgreement(secret, 0, peer, 0, shared, 0);
    }

    /** The public half only. */
    @Override
    public String toString() {
        return "X25519KeyPair[" + HexFormat.of().formatHex(publicKey, 0, 8) + "]";
    }
}
