package io.comity.session;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The JDK's symmetric primitives, asked of the provider objects themselves: a lookup by name would follow the provider
 * order, and one library that registers Bouncy Castle first would make every record ten to sixty times slower.
 */
final class JdkCrypto {
    private static final Provider SUN = provider("SUN");
    private static final Provider SUN_JCE = provider("SunJCE");

    private JdkCrypto() {}

    static Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation, SUN_JCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(transformation + " is missing from this JDK", e);
        }
    }

    static Mac hmacSha256() {
        try {
            return Mac.getInstance("HmacSHA256", SUN_JCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing from this JDK", e);
        }
    }

    /** SHA-256 of the concatenation of {@code parts}, 32 bytes. */
    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256", SUN);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", e);
        }
    }

    private static Provider provider(String name) {
        return Objects.requireNonNull(Security.getProvider(name), () -> "this JDK has no provider " + name);
    }
}
