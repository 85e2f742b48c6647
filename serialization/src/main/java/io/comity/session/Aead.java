package io.comity.session;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticated encryption under one key, in one direction. It keeps one JDK cipher, because the JDK expands a key again
 * whenever a cipher sees another one. It counts nothing: its callers never give it a nonce twice, and never try a second
 * record after one has failed.
 */
final class Aead {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /** What {@link #open} answers when the bytes are not authentic. */
    static final int REFUSED = -1;

    /** Noise revision 34, section 4.2: the one nonce that no message has. */
    private static final long REKEY_NONCE = -1;

    private final CipherSuite suite;
    private final Cipher cipher;
    private final SecretKeySpec key;

    Aead(CipherSuite suite, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("an AEAD key has 32 bytes, not " + key.length);
        }
        this.suite = suite;
        this.cipher = JdkCrypto.cipher(suite.transformation());
        this.key = new SecretKeySpec(key, suite.keyAlgorithm());
    }

    CipherSuite suite() {
        return suite;
    }

    /** The same cipher under the next key, from which this one cannot be found (Noise section 4.2, REKEY). */
    Aead rekeyed() {
        byte[] nonce = new byte[NONCE_BYTES];
        suite.writeNonce(REKEY_NONCE, nonce);
        byte[] sealed = new byte[KEY_BYTES + TAG_BYTES];
        seal(nonce, nonce, 0, new byte[KEY_BYTES], 0, KEY_BYTES, sealed, 0);
        return new Aead(suite, Arrays.copyOf(sealed, KEY_BYTES));
    }

    /** Returns the sealed length, {@code length} + 16. Plain and sealed may be one array only at one offset. */
    int seal(byte[] nonce, byte[] aad, int aadLength, byte[] plain, int offset, int length, byte[] out, int outOffset) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, suite.parameters(nonce));
            cipher.updateAAD(aad, 0, aadLength);
            return cipher.doFinal(plain, offset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the cipher cannot seal " + length + " bytes", e);
        }
    }

    /**
     * Returns the plain length, or {@link #REFUSED} when the tag is wrong, when there is no room for one, or when
     * {@code out} cannot hold the plain bytes; what {@code out} then holds means nothing. {@code out} must be another
     * array than {@code sealed}: opening in place takes 2.4 times as long.
     */
    int open(
            byte[] nonce, byte[] aad, int aadLength, byte[] sealed, int offset, int length, byte[] out, int outOffset) {
        Objects.checkFromIndexSize(offset, length, sealed.length);
        int plainLength = length - TAG_BYTES;
        if (plainLength < 0 || plainLength > out.length - outOffset) {
            return REFUSED;
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, suite.parameters(nonce));
            cipher.updateAAD(aad, 0, aadLength);
            return cipher.doFinal(sealed, offset, length, out, outOffset);
        } catch (AEADBadTagException e) {
            return REFUSED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the cipher cannot open " + length + " bytes", e);
        }
    }
}
