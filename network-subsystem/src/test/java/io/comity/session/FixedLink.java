package io.comity.session;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.wire.CborWriter;
import java.util.Optional;

/** Links and records from fixed keys, and the parts of a handshake that nobody else may see: for vectors. */
public final class FixedLink {
    private static final Bytes NO_LINK = Bytes.EMPTY;

    private FixedLink() {}

    public static RecordSealer sealer(CipherSuite suite, byte[] key) {
        return new RecordSealer(new Aead(suite, key));
    }

    public static RecordOpener opener(CipherSuite suite, byte[] key) {
        return new RecordOpener(new Aead(suite, key));
    }

    /** A link called {@code hash} that seals under {@code own} and opens under {@code other}. */
    public static Link link(NodeId peer, Bytes hash, byte[] own, byte[] other) {
        CipherSuite suite = CipherSuite.AES_GCM;
        return new Link(peer, 1, NO_LINK, 1, 0, true, suite, hash, sealer(suite, own), opener(suite, other));
    }

    public static byte[] prefix(CipherSuite suite, NodeId responder) {
        return Prefix.write(suite, responder);
    }

    /** What an identity payload says, written anew; nothing when it is refused. */
    public static Optional<byte[]> rewrittenPayload(byte[] bytes) {
        return Optional.ofNullable(IdentityPayload.read(bytes)).map(FixedLink::write);
    }

    private static byte[] write(IdentityPayload said) {
        return new CborWriter(IdentityPayload.MAX_BYTES, IdentityPayload.MAX_BYTES)
                .array(7)
                .bytes(said.key())
                .bytes(said.signature())
                .uint(said.minVersion())
                .uint(said.maxVersion())
                .uint(said.features())
                .uint(said.bootEpoch())
                .bytes(said.lastLink())
                .toByteArray();
    }
}
