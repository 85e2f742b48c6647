package io.comity.detached;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.util.Optional;

/**
 * An answer as one signed object: a COSE_Sign1 of the node, under {@link #DOMAIN}, over the canonical CBOR array {@code [call
 * id, epoch, created, outcome, type, body]}. The call's id is SHA-256 of its Sig_structure.
 */
public final class AnswerObject {
    static final String DOMAIN = "comity/1 detached answer";

    private static final int FIELDS = 6;
    private static final int ID_BYTES = 32;

    private AnswerObject() {}

    /** Signs {@code answer} to the call of this id. */
    public static byte[] sign(KeyHolder node, Bytes callId, Answer answer) {
        return CoseSign1.sign(node, DOMAIN, payload(callId, answer));
    }

    static byte[] payload(Bytes callId, Answer answer) {
        return new CborWriter(256, CoseSign1.MAX_PAYLOAD_BYTES)
                .array(FIELDS)
                .bytes(callId)
                .uint(answer.epoch())
                .uint(answer.created())
                .uint(answer.outcome().code())
                .text(answer.type())
                .bytes(answer.body())
                .toByteArray();
    }

    /** The answer of {@code node} to the call of this id, if {@code object} is that. */
    public static Optional<Answer> read(byte[] object, NodeId node, Bytes callId) {
        return CoseSign1.verify(object, DOMAIN, node) instanceof CoseSign1.Accepted accepted
                ? read(accepted.object().value().payload().toArray(), callId)
                : Optional.empty();
    }

    private static Optional<Answer> read(byte[] payload, Bytes callId) {
        CborReader in = new CborReader(payload, 0, payload.length);
        in.tuple(FIELDS);
        Bytes id = in.fixed(ID_BYTES);
        long epoch = in.uint(DetachedCall.MAX_NUMBER);
        long created = in.uint(DetachedCall.MAX_NUMBER);
        long outcome = in.uint(Outcome.values().length - 1);
        String type = in.text(DetachedCall.MAX_TYPE_BYTES);
        Bytes body = in.bytes(DetachedCall.MAX_BODY_BYTES);
        return in.finish() == null && id.equals(callId)
                ? Optional.of(new Answer(Outcome.values()[(int) outcome], epoch, created, type, body))
                : Optional.empty();
    }
}
