package io.comity.session;

import java.security.SecureRandom;

/** Where fresh X25519 secrets come from: the operating system in life, fixed bytes in golden tests. */
@FunctionalInterface
public interface EphemeralSource {
    /** 32 bytes that nobody has seen and nobody will see again. */
    byte[] secret();

    static EphemeralSource of(SecureRandom random) {
        return () -> {
            byte[] secret = new byte[X25519KeyPair.KEY_BYTES];
            random.nextBytes(secret);
            return secret;
        };
    }
}
