package io.comity.explore;

import io.comity.session.CipherSuite;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a handshake as {@code docs/protocol/link.md} has them, written a second time and for whoever means no good: it
 * checks nothing, and mixes in whatever it is told to. Mallory speaks with it, and an eavesdropper listens with it.
 */
final class Noise {
    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;
    static final byte[] NOTHING = {};

    private final CipherSuite suite;
    private byte[] hash;
    private byte[] chaining;
    private byte @Nullable [] key;
    private long counter;

    Noise(CipherSuite suite, byte[] prologue) {
        this.suite = suite;
        hash = Arrays.copyOf(suite.protocolName().getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
        chaining = hash;
        mixHash(prologue);
    }

    byte[] hash() {
        return hash.clone();
    }

    boolean hasKey() {
        return key != null;
    }

    void mixHash(byte[] data) {
        hash = sha256(hash, data);
    }

    void mixKey(byte[] shared) {
        byte[][] derived = derive(chaining, shared);
        chaining = derived[0];
        key = derived[1];
        counter = 0;
    }

    byte[] seal(byte[] plain) {
        byte[] sealed = key == null ? plain : crypt(Cipher.ENCRYPT_MODE, suite, key, counter++, hash, plain);
        mixHash(sealed == null ? NOTHING : sealed);
        return sealed == null ? NOTHING : sealed;
    }

    /** Null when it is not authentic; the hash goes on all the same. */
    byte @Nullable [] open(byte[] sealed) {
        byte[] plain = key == null ? sealed : crypt(Cipher.DECRYPT_MODE, suite, key, counter++, hash, sealed);
        mixHash(sealed);
        return plain;
    }

    /** The keys of the two directions, the initiator's first. */
    byte[][] split() {
        return derive(chaining, NOTHING);
    }

    static byte[] publicKey(byte[] secret) {
        byte[] key = new byte[KEY_BYTES];
        X25519.scalarMultBase(secret, 0, key, 0);
        return key;
    }

    static byte[] agree(byte[] secret, byte[] peer) {
        byte[] shared = new byte[KEY_BYTES];
        X25519.calculateAgreement(secret, 0, peer, 0, shared, 0);
        return shared;
    }

    static byte[] sealRecord(CipherSuite suite, byte[] key, long number, byte[] plain) {
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, suite, key, number, NOTHING, plain);
        return sealed == null ? NOTHING : sealed;
    }

    static byte @Nullable [] openRecord(CipherSuite suite, byte[] key, long number, byte[] sealed) {
        return crypt(Cipher.DECRYPT_MODE, suite, key, number, NOTHING, sealed);
    }

    /** The key after {@code key}. */
    static byte[] nextKey(CipherSuite suite, byte[] key) {
        return Arrays.copyOf(sealRecord(suite, key, -1, new byte[KEY_BYTES]), KEY_BYTES);
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Arrays.stream(parts).forEach(digest::update);
            return digest.digest();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static byte[][] derive(byte[] salt, byte[] input) {
        byte[] pseudorandom = hmac(salt, input);
        byte[] first = hmac(pseudorandom, new byte[] {1});
        byte[] second = hmac(
                pseudorandom, ByteBuffer.allocate(33).put(first).put((byte) 2).array());
        return new byte[][] {first, second};
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static byte @Nullable [] crypt(
            int mode, CipherSuite suite, byte[] key, long number, byte[] bound, byte[] input) {
        boolean isAes = suite == CipherSuite.AES_GCM;
        byte[] nonce = ByteBuffer.allocate(12)
                .order(isAes ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putLong(4, number)
                .array();
        AlgorithmParameterSpec parameters = isAes ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce);
        try {
            Cipher cipher = Cipher.getInstance(isAes ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
            cipher.init(mode, new SecretKeySpec(key, isAes ? "AES" : "ChaCha20"), parameters);
            cipher.updateAAD(bound);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException refused) {
            return null;
        }
    }
}
