package io.comity.identity;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Signatures from a known scalars and chosen points: {@code S = r + H(R, A, M) a}. */
record Forgery(byte[] key, byte[] message, byte[] signature) {
    /** For the key {@code aB} with anything added to it; {@code pointR} is {@code rB} with anything added to it. */
    static Forgery withR(BigInteger a, byte[] keyBytes, BigInteger r, byte[] pointR, byte[] message) {
        BigInteger k = Curve.little(sha512(pointR, keyBytes, message));
        byte[] s = Curve.little(r.add(k.multiply(a)).mod(Curve.L));
        byte[] signature = Arrays.copyOf(pointR, 64);
        System.arraycopy(s, 0, signature, 32, 32);
        return new Forgery(keyBytes, message, signature);
    }

    boolean isAccepted() {
        return Ed25519.verifyRaw(key, message, signature);
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            Arrays.stream(parts).forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException absent) {
            throw new AssertionError(absent);
        }
    }
}
