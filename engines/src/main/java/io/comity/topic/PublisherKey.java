package io.comity.topic;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.time.Instant;
import java.util.Optional;

/**
 * A node's word that a key signs what it publishes in one epoch, so that its own key signs once and not with every batch: a
 * COSE_Sign1 by the node over the canonical CBOR array {@code [1, epoch, key, issued, expires]}.
 *
 * @param node the publisher
 * @param issued Unix seconds by its clock
 * @param expires the same, exclusive
 */
public record PublisherKey(NodeId node, long epoch, NodeId key, long issued, long expires) {
    public static final String DOMAIN = "comity/1 publisher key";

    /** Of the signed object. */
    public static final int MAX_SIGNED_BYTES = 320;

    /** How long one may be good for, in seconds. */
    public static final long MAX_LIFETIME_SECONDS = 90L * 24 * 3_600;

    private static final int VERSION = 1;
    private static final int FIELDS = 5;

    /** Expected caller: the Router, for the node. */
    public Bytes sign(KeyHolder holder) {
        CborWriter out = new CborWriter(96, MAX_SIGNED_BYTES).array(FIELDS).uint(VERSION);
        out.uint(epoch).bytes(key.key()).uint(issued).uint(expires);
        return Bytes.of(CoseSign1.sign(holder, DOMAIN, out.toByteArray()));
    }

    /** The word in bytes from outside, if {@code node}, whose key was admitted before, gave it. Two signature checks. */
    public static Optional<Verified<PublisherKey>> read(Bytes signed, NodeId node) {
        return signed.size() <= MAX_SIGNED_BYTES
                        && CoseSign1.verify(signed.toArray(), DOMAIN, node) instanceof CoseSign1.Accepted accepted
                ? content(node, accepted.object().value().payload())
                        .map(content -> accepted.object().map(object -> content))
                : Optional.empty();
    }

    private static Optional<PublisherKey> content(NodeId node, Bytes payload) {
        byte[] bytes = payload.toArray();
        CborReader in = new CborReader(bytes, 0, bytes.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        long epoch = in.uint();
        byte[] key = in.fixed(NodeId.SIZE_BYTES).toArray();
        long issued = in.uint();
        long expires = in.uint();
        boolean isSane = in.finish() == null && isKnown && expires > issued && expires - issued <= MAX_LIFETIME_SECONDS;
        return isSane
                ? NodeId.admit(key).map(admitted -> new PublisherKey(node, epoch, admitted, issued, expires))
                : Optional.empty();
    }

    /** Whether it signs what was published at this second. */
    public boolean covers(long seconds) {
        return seconds < expires;
    }

    /** Whether it is time for another, well before its end. */
    public boolean isDue(Instant now) {
        return now.getEpochSecond() >= Renewal.dueAt(issued, expires);
    }

    /** The same from now on, for as long. */
    public PublisherKey renewed(Instant now) {
        long from = now.getEpochSecond();
        return new PublisherKey(node, epoch, key, from, from + (expires - issued));
    }
}
