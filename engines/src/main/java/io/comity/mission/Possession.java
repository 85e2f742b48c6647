package io.comity.mission;

import io.comity.identity.Bytes;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import io.comity.wire.Verified;
import java.util.Optional;

/**
 * The proof that whoever presents a chain held by a mission key has that key: a COSE_Sign1 by it over the canonical CBOR array
 * {@code [1, link, chain, presenter]}. It names the link on which it is shown and the node that shows it, so that whoever
 * sees it can use it nowhere else and for nobody else.
 *
 * @param key the mission key
 * @param link the handshake hash of the link, or the id of the session
 * @param chain the id of the chain
 */
public record Possession(NodeId key, Bytes link, Bytes chain, NodeId presenter) {
    static final String DOMAIN = "comity/1 possession";
    public static final int LINK_BYTES = 32;
    /** Of the object. */
    public static final int MAX_SIGNED_BYTES = 256;

    private static final int VERSION = 1;
    private static final int FIELDS = 4;

    public static Bytes prove(KeyHolder key, Bytes link, Bytes chain, NodeId presenter) {
        CborWriter out = new CborWriter(128, MAX_SIGNED_BYTES).array(FIELDS).uint(VERSION);
        out.bytes(link).bytes(chain).bytes(presenter.key());
        return Bytes.of(CoseSign1.sign(key, DOMAIN, out.toByteArray()));
    }

    /** The proof in bytes from outside, if it is one by {@code key}, for this link and this presenter. One signature check. */
    public static Optional<Verified<Possession>> check(Bytes signed, NodeId key, Bytes link, NodeId presenter) {
        if (signed.size() > MAX_SIGNED_BYTES
                || !(CoseSign1.verify(signed.toArray(), DOMAIN, key) instanceof CoseSign1.Accepted accepted)) {
            return Optional.empty();
        }
        byte[] payload = accepted.object().value().payload().toArray();
        CborReader in = new CborReader(payload, 0, payload.length);
        in.tuple(FIELDS);
        boolean isKnown = in.uint() == VERSION;
        boolean isHere = in.fixed(LINK_BYTES).equals(link);
        Bytes chain = in.fixed(SignedGrant.ID_BYTES);
        boolean isTheirs = in.fixed(NodeId.SIZE_BYTES).equals(presenter.key());
        return in.finish() == null && isKnown && isHere && isTheirs
                ? Optional.of(accepted.object().map(object -> new Possession(key, link, chain, presenter)))
                : Optional.empty();
    }
}
