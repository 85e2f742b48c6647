package io.comity.mission;

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
 * What an owner tells a holder whose grant it took back, signed, so that the holder can show to others that it no longer has the
 * right, and whoever passed it on that it is theirs to renew: a COSE_Sign1 over the canonical CBOR array {@code [1, chain, reason,
 * second]}.
 *
 * @param chain the id of the chain that is dead
 * @param at by the owner's clock
 * @param signed the bytes of the object, to be shown to others
 */
public record Notice(NodeId owner, Bytes chain, Reason reason, Instant at, Bytes signed) {
    static final String DOMAIN = "comity/1 revocation notice";
    /** Of the object. */
    public static final int MAX_SIGNED_BYTES = 256;

    private static final int VERSION = 1;
    private static final int FIELDS = 4;

    /** Expected caller: the Router, for the owner's node. */
    public static Bytes sign(KeyHolder owner, Bytes chain, Reason reason, Instant now) {
        CborWriter out = new CborWriter(64, MAX_SIGNED_BYTES).array(FIELDS).uint(VERSION);
        out.bytes(chain).uint(reason.code()).uint(now.getEpochSecond());
        return Bytes.of(CoseSign1.sign(owner, DOMAIN, out.toByteArray()));
    }

    /** The notice in bytes from outside, if {@code owner} signed one. A reason that is not known is {@link Reason#DENIED}. */
    public static Optional<Verified<Notice>> read(Bytes signed, NodeId owner) {
        if (signed.size() > MAX_SIGNED_BYTES
                || !(CoseSign1.verify(signed.toArray(), DOMAIN, owner) instanceof CoseSign1.Accepted accepted)) {
            return Optional.empty();
        }
        byte[] payload = accepted.object().value().payload().toArray();
        CborReader in = new CborReader(payload, 0, payload.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        Bytes chain = in.fixed(SignedGrant.ID_BYTES);
        Reason reason = Reason.ofCode(in.uint()).orElse(Reason.DENIED);
        Instant at = Instant.ofEpochSecond(in.uint(Caveat.MAX_SECONDS));
        return in.finish() == null && isKnown
                ? Optional.of(accepted.object().map(object -> new Notice(owner, chain, reason, at, signed)))
                : Optional.empty();
    }
}
