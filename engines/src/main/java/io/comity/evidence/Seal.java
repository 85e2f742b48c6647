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
 * What a node signs of an {@link Account}: a COSE_Sign1 over the canonical CBOR array {@code [1, other, session, first, last,
 * previous, head, time]}. The owner of the engines signs as who gives a receipt, the other side then the same as who agrees.
 *
 * @param signer whose word it is
 * @param other the other side
 * @param first the number of its first entry
 * @param last of its last
 * @param previous the hash of the chain before the first entry
 * @param head after the last
 * @param time Unix seconds by the signer's clock
 */
public record Seal(
        NodeId signer, NodeId other, Bytes session, long first, long last, Bytes previous, Bytes head, long time) {
    /** Of an owner: so many of your messages came, and that became of them. */
    public static final String RECEIPT = "comity/1 receipt";

    /** Of a holder: I sent them. */
    public static final String AGREEMENT = "comity/1 agreement";

    /** Of the signed object. */
    public static final int MAX_SIGNED_BYTES = 512;

    private static final int VERSION = 1;
    private static final int FIELDS = 8;

    /** Expected caller: the Router, for the signer's node. */
    public Bytes sign(KeyHolder holder, String domain) {
        CborWriter out = new CborWriter(192, MAX_SIGNED_BYTES).array(FIELDS).uint(VERSION);
        out.bytes(other.key()).bytes(session).uint(first).uint(last);
        out.bytes(previous).bytes(head).uint(time);
        return Bytes.of(CoseSign1.sign(holder, domain, out.toByteArray()));
    }

    /** The seal in bytes from outside, if {@code signer} signed it. One signature check. */
    public static Optional<Verified<Seal>> read(Bytes signed, String domain, NodeId signer) {
        return signed.size() <= MAX_SIGNED_BYTES
                        && CoseSign1.verify(signed.toArray(), domain, signer) instanceof CoseSign1.Accepted accepted
                ? content(signer, accepted.object().value().payload())
                        .map(content -> accepted.object().map(object -> content))
                : Optional.empty();
    }

    private static Optional<Seal> content(NodeId signer, Bytes payload) {
        byte[] bytes = payload.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes other = in.fixed(NodeId.SIZE_BYTES);
        Bytes session = in.fixed(Hashing.BYTES);
        long first = in.uint();
        long last = in.uint();
        Bytes previous = in.fixed(Hashing.BYTES);
        Bytes head = in.fixed(Hashing.BYTES);
        long time = in.uint();
        return in.finish() == null && isKnown
                ? Optional.of(new Seal(signer, new NodeId(other), session, first, last, previous, head, time))
                : Optional.empty();
    }

    /** Whether it is this side's word on exactly this account. */
    public boolean isOf(Account account, NodeId otherSide) {
        return other.equals(otherSide)
                && session.equals(account.session())
                && first == account.first()
                && last == account.last()
                && previous.equals(account.previous())
                && head.equals(account.head());
    }
}
