package io.comity.session;

import io.comity.identity.Bytes;
import io.comity.identity.Ed25519;
import io.comity.identity.NodeId;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import org.jspecify.annotations.Nullable;

/**
 * What each side says of itself inside the encryption: the responder in message 2, the initiator in message 3. One
 * canonical CBOR array, of which nothing is believed before the signature is checked.
 * <pre>
 *  [ key        bstr .size 32   Ed25519 public key
 *  , signature  bstr .size 64   over {@link Handshake#statement}
 *  , min        1..255          oldest link protocol spoken
 *  , max        min..255        newest
 *  , features   0..2^63-1       one bit each; unknown bits are ignored
 *  , epoch      0..2^63-1       the boot of the node
 *  , last       bstr .size 32   of the initiator: the handshake hash of the last link it had with the responder when it
 *               bstr .size 0    decided to dial; empty when it had none, and always empty from the responder ]
 * </pre>
 */
record IdentityPayload(
        Bytes key, Bytes signature, int minVersion, int maxVersion, long features, long bootEpoch, Bytes lastLink) {
    /** The array's head, two strings with their heads, two numbers of at most 2 bytes, two of at most 9, one more string. */
    static final int MAX_BYTES = 1 + 34 + 66 + 2 * 2 + 2 * 9 + 34;

    /** Of a responder, whose last string is only its head. */
    static final int MAX_BYTES_OF_RESPONDER = MAX_BYTES - 34 + 1;

    private static final int FIELDS = 7;

    static byte[] write(Local local, Bytes lastLink, byte[] signature) {
        return new CborWriter(MAX_BYTES, MAX_BYTES)
                .array(FIELDS)
                .bytes(local.node().key())
                .bytes(signature)
                .uint(local.minVersion())
                .uint(local.maxVersion())
                .uint(local.features())
                .uint(local.bootEpoch())
                .bytes(lastLink)
                .toByteArray();
    }

    /** Null unless {@code bytes} is such an array and nothing else. */
    static @Nullable IdentityPayload read(byte[] bytes) {
        CborReader reader = new CborReader(bytes, 0, bytes.length);
        reader.tuple(FIELDS);
        IdentityPayload payload = new IdentityPayload(
                reader.fixed(NodeId.SIZE_BYTES),
                reader.fixed(Ed25519.SIGNATURE_BYTES),
                (int) reader.uint(Local.MAX_VERSION),
                (int) reader.uint(Local.MAX_VERSION),
                reader.uint(),
                reader.uint(),
                reader.bytes(Link.HASH_BYTES));
        boolean isRange = payload.minVersion >= 1 && payload.minVersion <= payload.maxVersion;
        boolean isLink = payload.lastLink.size() % Link.HASH_BYTES == 0;
        return reader.finish() == null && isRange && isLink ? payload : null;
    }

    /** The newest version that both speak, or 0. */
    int commonVersion(Local local) {
        int newest = Math.min(maxVersion, local.maxVersion());
        return newest >= Math.max(minVersion, local.minVersion()) ? newest : 0;
    }
}
