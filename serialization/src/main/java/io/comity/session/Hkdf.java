package io.comity.session;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF with HMAC-SHA-256 (RFC 5869). Noise's own HKDF (revision 34, section 4.3) is the same function with the chaining
 * key as salt and no info.
 */
final class Hkdf {
    static final int HASH_BYTES = 32;

    /** RFC 5869 section 2.3: the block counter is one byte. */
    static final int MAX_OUTPUT_BYTES = 255 * HASH_BYTES;

    private Hkdf() {}

    static byte[] derive(byte[] salt, byte[] input, byte[] info, int outputBytes) {
        return expand(hmac(salt, input), info, outputBytes);
    }

    static byte[] hmac(byte[] key, byte[] message) {
        return keyed(key).doFinal(message);
    }

    private static byte[] expand(byte[] pseudorandomKey, byte[] info, int outputBytes) {
        if (outputBytes < 0 || outputBytes > MAX_OUTPUT_BYTES) {
            throw new IllegalArgumentException("HKDF gives 0 to " + MAX_OUTPUT_BYTES + " bytes, not " + outputBytes);
        }
        Mac mac = keyed(pseudorandomKey);
        byte[] output = new byte[outputBytes];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < outputBytes; done += HASH_BYTES, counter++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) counter);
            block = mac.doFinal();
            System.arraycopy(block, 0, output, done, Math.min(HASH_BYTES, outputBytes - done));
        }
        return output;
    }

    /** An empty key is a block of zeros to HMAC, but the JDK refuses it; 32 zeros are the same key (RFC 2104 section 2). */
    private static Mac keyed(byte[] key) {
        Mac mac = JdkCrypto.hmacSha256();
        try {
            mac.init(new SecretKeySpec(
                    key.length == 0 ? new byte[HASH_BYTES] : Arrays.copyOf(key, key.length), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 refused its key", e);
        }
        return mac;
    }
}
