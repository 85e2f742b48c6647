package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.mission.Chain;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.util.Optional;

/**
 * By which word and right something was said; kept with it. Its form is the canonical CBOR array {@code [key, chain]}.
 *
 * @param key the bytes of a {@link PublisherKey}
 * @param chain the bytes of a {@link Chain}; nothing for the topic's owner
 */
public record Paper(Bytes key, Bytes chain) {
    public static final int MAX_BYTES = PublisherKey.MAX_SIGNED_BYTES + Chain.MAX_BYTES + 16;

    private static final int FIELDS = 2;

    public Bytes encode() {
        return Bytes.of(new CborWriter(512, MAX_BYTES)
                .array(FIELDS)
                .bytes(key)
                .bytes(chain)
                .toByteArray());
    }

    /** What these bytes hold, if it is a paper; what it is worth {@link History} says. */
    public static Optional<Paper> read(Bytes encoded) {
        byte[] bytes = encoded.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        Bytes key = Bytes.of(in.byteArray(PublisherKey.MAX_SIGNED_BYTES));
        Bytes chain = Bytes.of(in.byteArray(Chain.MAX_BYTES));
        return in.finish() == null ? Optional.of(new Paper(key, chain)) : Optional.empty();
    }
}
