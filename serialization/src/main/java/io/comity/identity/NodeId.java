package io.comity.identity;

import java.util.Optional;

/**
 * A node's Ed25519 public key: who a node is. Ordered by its bytes, unsigned.
 *
 * <p>Its text is {@link Base32 checked base32} of kind {@code node}, 63 characters, which is the most a DNS label holds.
 *
 * @param key 32 bytes, RFC 8032 section 5.1.2
 */
public record NodeId(Bytes key) implements Comparable<NodeId> {
    public static final int SIZE_BYTES = 32;

    private static final String KIND = "node";
    private static final int FINGERPRINT_LENGTH = KIND.length() + 1 + 8;

    /** For keys already admitted; bytes that a stranger sent go through {@link #admit}. */
    public NodeId {
        if (key.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a node id has 32 bytes, not " + key.size());
        }
    }

    /**
     * The gate for a key from outside: 32 bytes, the canonical encoding of a point of the prime-order subgroup that is not
     * the neutral element. Keys that fail it make signatures on whose validity implementations disagree (Chalkias et al.,
     * "Taming the many EdDSAs", 2020). Costs about one signature check, so once per key.
     */
    public static Optional<NodeId> admit(byte[] key) {
        return Ed25519.isSound(key) ? Optional.of(new NodeId(Bytes.of(key))) : Optional.empty();
    }

    /** Reads what {@link #text} wrote, and admits the key. */
    public static Parsed<NodeId> parse(String text) {
        return Base32.parse(KIND, text, SIZE_BYTES).then(NodeId::admitted);
    }

    private static Parsed<NodeId> admitted(Bytes key) {
        return admit(key.content())
                .<Parsed<NodeId>>map(Parsed.Accepted::new)
                .orElseGet(() -> new Parsed.Refused<>("it is not the key of a node"));
    }

    public String text() {
        return Base32.text(KIND, key.content());
    }

    /** SHA-256 of the key. */
    public Bytes hash() {
        return Bytes.of(Sha256.of(key.content()));
    }

    @Override
    public int compareTo(NodeId that) {
        return key.compareTo(that.key);
    }

    /** How {@link #text} begins: enough to tell nodes apart in a log, too little to trust. */
    @Override
    public String toString() {
        return text().substring(0, FINGERPRINT_LENGTH);
    }
}
