package io.comity.identity;

import java.security.SecureRandom;

/** A key that lives as long as the process: for tests, and for nodes that want to be forgotten. */
public final class MemoryKeyHolder implements KeyHolder {
    private final byte[] seed;
    private final byte[] publicKey;
    private final NodeId nodeId;

    private MemoryKeyHolder(byte[] seed) {
        this.seed = seed;
        this.publicKey = Ed25519.publicKey(seed);
        this.nodeId = new NodeId(Bytes.of(publicKey));
    }

    /** The key whose RFC 8032 private key is {@code seed}, 32 bytes, copied. */
    public static MemoryKeyHolder fromSeed(byte[] seed) {
        return new MemoryKeyHolder(seed.clone());
    }

    /** A new key. */
    public static MemoryKeyHolder generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        random.nextBytes(seed);
        return new MemoryKeyHolder(seed);
    }

    @Override
    public NodeId nodeId() {
        return nodeId;
    }

    @Override
    public byte[] sign(byte[] toBeSigned) {
        return Ed25519.signExact(seed, publicKey, toBeSigned);
    }

    /** Names the public key only. */
    @Override
    public String toString() {
        return "key of " + nodeId;
    }
}
