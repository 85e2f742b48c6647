package io.comity.topic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.comity.engine.EngineId;
import io.comity.identity.Base32;
import io.comity.identity.Bytes;
import io.comity.identity.Domain;
import io.comity.identity.NodeId;
import io.comity.identity.Parsed;
import io.comity.identity.Sha256;

/**
 * Names one topic everywhere: a hash of its owner's key and of what the owner calls it, so that nobody can make another's.
 *
 * @param hash SHA-256 over {@code "comity/1 topic" ‖ 0x00 ‖ owner's key ‖ name}, {@value #BYTES} bytes
 */
public record TopicId(Bytes hash) {
    public static final int BYTES = 32;

    private static final String DOMAIN = "comity/1 topic";
    private static final String KIND = "topic";
    private static final int FINGERPRINT_LENGTH = KIND.length() + 1 + 8;

    /** For a hash of the right length; whoever reads bytes of others checks that first. */
    public TopicId {
        if (hash.size() != BYTES) {
            throw new IllegalArgumentException("a topic's id has " + BYTES + " bytes, not " + hash.size());
        }
    }

    /**
     * @param name as an engine may be called
     * @throws IllegalArgumentException with one line that says what is wrong with the name
     */
    public static TopicId of(NodeId owner, String name) {
        byte[] called = EngineId.requireName(name).getBytes(US_ASCII);
        byte[] named = new byte[NodeId.SIZE_BYTES + called.length];
        owner.key().copyTo(named, 0);
        System.arraycopy(called, 0, named, NodeId.SIZE_BYTES, called.length);
        return new TopicId(Bytes.of(Sha256.of(Domain.separate(DOMAIN, named, 0, named.length))));
    }

    /** Reads what {@link #text} wrote. */
    public static Parsed<TopicId> parse(String text) {
        return Base32.parse(KIND, text, BYTES).then(TopicId::measured);
    }

    private static Parsed<TopicId> measured(Bytes hash) {
        return hash.size() == BYTES
                ? new Parsed.Accepted<>(new TopicId(hash))
                : new Parsed.Refused<>("it is too short for a topic");
    }

    public String text() {
        return Base32.text(KIND, hash.toArray());
    }

    /** How {@link #text} begins. */
    @Override
    public String toString() {
        return text().substring(0, FINGERPRINT_LENGTH);
    }
}
