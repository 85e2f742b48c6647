package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a holder sends to an owner to be let in: a chain, and when a mission key holds it the proof of that key. The canonical CBOR
 * array {@code [chain, proof]}, both byte strings, the proof empty when there is none. No {@link Invitation} begins so.
 */
public record Presentation(Bytes chain, Bytes proof) {
    public static final int MAX_BYTES = Chain.MAX_BYTES + Possession.MAX_SIGNED_BYTES + 9;

    /** Of a chain that a node's own key holds. */
    public static Presentation of(Chain chain) {
        return new Presentation(chain.encoded(), Bytes.EMPTY);
    }

    /** Of a chain that a mission key holds; see {@link Possession#prove}. */
    public static Presentation of(Chain chain, Bytes proof) {
        return new Presentation(chain.encoded(), proof);
    }

    public Bytes encode() {
        return Bytes.of(new CborWriter(512, MAX_BYTES)
                .array(2)
                .bytes(chain)
                .bytes(proof)
                .toByteArray());
    }

    /** Whether bytes from outside are one; what is in it is not judged. */
    public static Optional<Presentation> read(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = encoded.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(2);
        Bytes chain = in.bytes(Chain.MAX_BYTES);
        Bytes proof = in.bytes(Possession.MAX_SIGNED_BYTES);
        return in.finish() == null ? Optional.of(new Presentation(chain, proof)) : Optional.empty();
    }

    /**
     * Presents it to {@code authority}. Two signature checks for each link and one for the proof.
     *
     * @param presenter an authenticated node
     * @param link what the proof names: the handshake hash of the link on which it came, or the session's id
     */
    public Admission to(Authority authority, NodeId presenter, Bytes link, Instant now, long nowNs) {
        Chain.Reading reading = Chain.read(chain, authority.owner(), now);
        return reading instanceof Chain.Sound sound
                ? to(authority, sound.chain(), presenter, link, now, nowNs)
                : new Admission.Refused(((Chain.Worthless) reading).flaw().reason());
    }

    /** As above, when its chain was read before. */
    public Admission to(
            Authority authority, Verified<Chain> sound, NodeId presenter, Bytes link, Instant now, long nowNs) {
        NodeId key = sound.value().holder().key();
        @Nullable
        Verified<Possession> possession = proof.size() == 0
                ? null
                : Possession.check(proof, key, link, presenter).orElse(null);
        return authority.accept(sound, presenter, possession, now, nowNs);
    }
}
