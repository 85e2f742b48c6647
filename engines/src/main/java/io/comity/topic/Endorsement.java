package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.util.Optional;

/**
 * The word of a topic's owner that it took a batch of somebody else: what every node asks for before it delivers or passes on what
 * neither the owner said nor the owner itself brings. So what the owner no longer takes goes nowhere, whoever passes it on.
 * Signed is, by the key with which the owner publishes, the canonical CBOR array {@code [1, topic, publisher, epoch, first,
 * signature]} under {@value #DOMAIN}, where the signature is the publisher's over the whole batch. Its form is the canonical CBOR
 * array {@code [epoch, signature]}.
 *
 * @param epoch the owner's, which says by which of its keys
 * @param signature {@value Ed25519#SIGNATURE_BYTES} bytes
 */
public record Endorsement(long epoch, Bytes signature) {
    public static final String DOMAIN = "comity/1 topic endorsement";

    /** Of its form. */
    public static final int MAX_BYTES = 80;

    private static final int VERSION = 1;
    private static final int FIELDS = 2;
    private static final int SIGNED_FIELDS = 6;

    /** @param key with which the owner publishes in that epoch */
    public static Endorsement sign(KeyHolder key, long epoch, Batch batch) {
        return new Endorsement(epoch, Bytes.of(key.sign(DOMAIN, signed(batch))));
    }

    /** Whether {@code key} made it of this batch, or of one of which this is a part. One signature check. */
    boolean isOf(Batch batch, NodeId key) {
        byte[] signed = signed(batch);
        return Ed25519.verify(key, DOMAIN, signed, 0, signed.length, signature.toArray());
    }

    private static byte[] signed(Batch batch) {
        Stamp stamp = batch.stamp();
        CborWriter out = new CborWriter(192, 256).array(SIGNED_FIELDS).uint(VERSION);
        out.bytes(stamp.topic().hash()).bytes(stamp.publisher().key());
        out.uint(stamp.first().epoch()).uint(stamp.first().sequence());
        return out.bytes(batch.signature()).toByteArray();
    }

    public byte[] encode() {
        return new CborWriter(MAX_BYTES, MAX_BYTES)
                .array(FIELDS)
                .uint(epoch)
                .bytes(signature)
                .toByteArray();
    }

    /** What bytes from outside say, if they have that form. */
    public static Optional<Endorsement> read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        long epoch = in.uint();
        Bytes signature = in.fixed(Ed25519.SIGNATURE_BYTES);
        return in.finish() == null ? Optional.of(new Endorsement(epoch, signature)) : Optional.empty();
    }
}
