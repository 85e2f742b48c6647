package io.comity.identity;

/**
 * Ed25519 (RFC 8032) through Bouncy Castle's lightweight API, with the checks that API leaves to its caller. Stateless.
 *
 * <p>A signature is 64 bytes, with S below the group order and R canonical; a key is canonical and not of small order. The
 * equation is the cofactored one, on which providers disagree for keys of mixed order: {@link NodeId#admit} refuses those
 * once, so that {@link #verify} need not. The owner of a good key can still make a signature that only some providers
 * accept, hence two rules: no two nodes may have to agree on a verdict, and the bytes of a signature are never an id.
 */
public final class Ed25519 {
    public static final int SIGNATURE_BYTES = 64;
    public static final int SEED_BYTES = 32;

    private Ed25519() {}

    /**
     * Whether {@code signer} signed {@code message[offset, offset + length)} under {@code domain}. About 55 µs.
     *
     * @return false for whatever is wrong with the signature or the key; never throws on hostile bytes
     */
    public static boolean verify(
            NodeId signer, String domain, byte[] message, int offset, int length, byte[] signature) {
        return verifyExact(signer, Domain.separate(domain, message, offset, length), signature);
    }

    /** As {@link #verify}, over bytes in which the caller has separated the domain already (COSE). */
    public static boolean verifyExact(NodeId signer, byte[] signed, byte[] signature) {
        return verifyRaw(signer.key().content(), signed, signature);
    }

    static boolean verifyRaw(byte[] key, byte[] message, byte[] signature) {
        if (key.length != NodeId.SIZE_BYTES || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
        } catch (RuntimeException refused) {
            return false;
        }
    }

    /** Whether {@code key} is the canonical encoding of a point of prime order. About 56 µs. */
    static boolean isSound(byte[] key) {
        if (key.length != NodeId.SIZE_BYTES) {
            return false;
        }
        try {
            return org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(key, 0);
        } catch (RuntimeException refused) {
            return false;
        }
    }

    /** Signs {@code message} under {@code domain} with the private key that {@code seed} (32 bytes) stands for. */
    static byte[] sign(byte[] seed, String domain, byte[] message) {
        return signExact(seed, publicKey(seed), Domain.separate(domain, message, 0, message.length));
    }

    /** {@code publicKey} must be the one of {@code seed}: signing under another reveals the private key. */
    static byte[] signExact(byte[] seed, byte[] publicKey, byte[] toBeSigned) {
        byte[] signature = new byte[SIGNATURE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                seed, 0, publicKey, 0, toBeSigned, 0, toBeSigned.length, signature, 0);
        return signature;
    }

    static byte[] publicKey(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a private key has 32 bytes, not " + seed.length);
        }
        byte[] key = new byte[NodeId.SIZE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, key, 0);
        return key;
    }
}
