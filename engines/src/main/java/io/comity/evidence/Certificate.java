package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.util.Optional;

/**
 * A node's word that a key signs for it: in one session, towards one other node, for a time. A COSE_Sign1 by the node over the
 * canonical CBOR array {@code [1, audience, session, key, issued, expires]}.
 *
 * @param node whose messages the key signs
 * @param audience the node whose engines they are for
 * @param session its name
 * @param issued Unix seconds by the node's clock
 * @param expires the same, exclusive
 */
public record Certificate(NodeId node, NodeId audience, Bytes session, NodeId key, long issued, long expires) {
    public static final String DOMAIN = "comity/1 evidence key";

    /** Of the signed object. */
    public static final int MAX_SIGNED_BYTES = 512;

    /** How long one may be good for, in seconds. */
    public static final long MAX_LIFETIME_SECONDS = 90L * 24 * 3_600;

    private static final int VERSION = 1;
    private static final int FIELDS = 6;

    /** Expected caller: the Router, for the node. */
    public Bytes sign(KeyHolder holder) {
        CborWriter out = new CborWriter(128, MAX_SIGNED_BYTES).array(FIELDS).uint(VERSION);
        out.bytes(audience.key()).bytes(session).bytes(key.key()).uint(issued).uint(expires);
        return Bytes.of(CoseSign1.sign(holder, DOMAIN, out.toByteArray()));
    }

    /** The certificate in bytes from outside, if {@code node} signed it. Two signature checks. */
    public static Optional<Verified<Certificate>> read(Bytes signed, NodeId node) {
        return signed.size() <= MAX_SIGNED_BYTES
                        && CoseSign1.verify(signed.toArray(), DOMAIN, node) instanceof CoseSign1.Accepted accepted
                ? content(node, accepted.object().value().payload())
                        .map(content -> accepted.object().map(object -> content))
                : Optional.empty();
    }

    private static Optional<Certificate> content(NodeId node, Bytes payload) {
        byte[] bytes = payload.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes audience = in.fixed(NodeId.SIZE_BYTES);
        Bytes session = in.fixed(Hashing.BYTES);
        byte[] key = in.fixed(NodeId.SIZE_BYTES).toArray();
        long issued = in.uint();
        long expires = in.uint();
        boolean isSane = in.finish() == null && isKnown && expires > issued && expires - issued <= MAX_LIFETIME_SECONDS;
        return isSane
                ? NodeId.admit(key)
                        .map(admitted ->
                                new Certificate(node, new NodeId(audience), session, admitted, issued, expires))
                : Optional.empty();
    }

    /** Whether its key signs messages of this session to this node at this time. */
    public boolean covers(NodeId owner, Bytes name, long seconds) {
        return audience.equals(owner) && session.equals(name) && seconds < expires;
    }
}
