package io.comity.detached;

import io.comity.engine.EngineId;
import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;

/**
 * A call as one signed object: a COSE_Sign1 of the issuer, under {@link #DOMAIN}, over the canonical CBOR array {@code [issuer,
 * node, epoch, stream, sequence, created, deadline, engine, type, body, reply]}. What gRPC carries.
 */
public final class CallObject {
    static final String DOMAIN = "comity/1 detached call";

    private static final int FIELDS = 11;

    private CallObject() {}

    /** Signs {@code call}, whose issuer must be the holder's node. */
    public static byte[] sign(KeyHolder holder, DetachedCall call) {
        return CoseSign1.sign(holder, DOMAIN, payload(call));
    }

    static byte[] payload(DetachedCall call) {
        return new CborWriter(256, CoseSign1.MAX_PAYLOAD_BYTES)
                .array(FIELDS)
                .bytes(call.issuer().key())
                .bytes(call.node().key())
                .uint(call.epoch())
                .uint(call.stream())
                .uint(call.sequence())
                .uint(call.created())
                .uint(call.deadline())
                .text(call.engine())
                .text(call.type())
                .bytes(call.body())
                .bool(call.reply())
                .toByteArray();
    }

    /** Whose call {@code object} is, if it is one for {@code self}. Two signature checks at most; never throws. */
    public static Claim read(byte[] object, NodeId self) {
        CoseSign1.Checked checked = CoseSign1.verify(object, DOMAIN);
        if (checked instanceof CoseSign1.Refused refused) {
            return new Claim.Refused(
                    switch (refused.reason()) {
                        case KEY, OTHER_SIGNER, SIGNATURE -> Refusal.UNSIGNED;
                        default -> Refusal.MALFORMED;
                    });
        }
        return read(((CoseSign1.Accepted) checked).object().value(), self);
    }

    private static Claim read(CoseSign1.Signed signed, NodeId self) {
        byte[] payload = signed.payload().toArray();
        CborReader in = new CborReader(payload, 0, payload.length);
        in.tuple(FIELDS);
        Bytes issuer = in.fixed(NodeId.SIZE_BYTES);
        Bytes node = in.fixed(NodeId.SIZE_BYTES);
        long epoch = in.uint(DetachedCall.MAX_NUMBER);
        long stream = in.uint(DetachedCall.MAX_NUMBER);
        long sequence = in.uint(DetachedCall.MAX_NUMBER);
        long created = in.uint(DetachedCall.MAX_NUMBER);
        long deadline = in.uint(DetachedCall.MAX_NUMBER);
        String engine = in.text(DetachedCall.MAX_ENGINE_BYTES);
        String type = in.text(DetachedCall.MAX_TYPE_BYTES);
        Bytes body = in.bytes(DetachedCall.MAX_BODY_BYTES);
        boolean reply = in.bool();
        if (in.finish() != null || !issuer.equals(signed.signer().key()) || !EngineId.isName(engine)) {
            return new Claim.Refused(Refusal.MALFORMED);
        }
        if (!node.equals(self.key())) {
            return new Claim.Refused(Refusal.DENIED);
        }
        DetachedCall call = new DetachedCall(
                signed.signer(), self, epoch, stream, sequence, created, deadline, engine, type, body, reply);
        return new Claim.Signed(call, signed.id());
    }
}
