package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.identity.Domain;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What the key of a session signs of messages that it sends: the canonical CBOR array {@code [1, owner, session, lane, number,
 * time, root]}. Within a session and lane numbers only rise, so that no message is proven twice by one statement.
 *
 * @param owner the node whose engines they are for
 * @param session its name
 * @param lane see {@code UrMessages}
 * @param time Unix seconds by the sender's clock
 */
public record Statement(NodeId owner, Bytes session, int lane, long number, long time, Bytes root) {
    static final String DOMAIN = "comity/1 evidence";

    private static final int VERSION = 1;
    private static final int FIELDS = 7;
    private static final int MAX_BYTES = 160;
    private static final int MAX_LANE = 2;

    /** 64 bytes. */
    public byte[] sign(KeyHolder key) {
        return key.sign(DOMAIN, encode());
    }

    /** Whether {@code key} signed it. One signature check; false for whatever is wrong with the signature. */
    public boolean isSigned(NodeId key, byte[] signature) {
        byte[] signed = encode();
        return signature.length == Ed25519.SIGNATURE_BYTES
                && Ed25519.verify(key, DOMAIN, signed, 0, signed.length, signature);
    }

    /** What {@link Domain#separate} makes of it is signed. */
    byte[] encode() {
        CborWriter out = new CborWriter(MAX_BYTES, MAX_BYTES);
        write(out);
        return out.toByteArray();
    }

    void write(CborWriter out) {
        out.array(FIELDS).uint(VERSION).bytes(owner.key()).bytes(session).uint(lane);
        out.uint(number).uint(time).bytes(root);
    }

    /** What {@code in} has next; null after a fault. */
    static @Nullable Statement read(CborReader in) {
        in.tuple(FIELDS);
        if (in.uint() != VERSION) {
            in.refuse(Fault.OUT_OF_RANGE);
        }
        Bytes owner = in.fixed(NodeId.SIZE_BYTES);
        Bytes session = in.fixed(Hashing.BYTES);
        int lane = (int) in.uint(MAX_LANE);
        long number = in.uint();
        long time = in.uint();
        Bytes root = in.fixed(Hashing.BYTES);
        return in.fault() == null ? new Statement(new NodeId(owner), session, lane, number, time, root) : null;
    }
}
