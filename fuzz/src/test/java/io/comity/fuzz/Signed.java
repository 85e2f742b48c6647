package io.comity.fuzz;

import io.comity.identity.Domain;
import io.comity.identity.KeyHolder;
import io.comity.wire.Canonical;
import io.comity.wire.CborWriter;
import io.comity.wire.CoseSign1;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A valid COSE_Sign1 around whatever a fuzzer put into it, written by hand, since ours refuses to sign what is not canonical.
 * What it has signed lately it remembers: most inputs of a fuzzer have much in common.
 */
final class Signed {
    private static final byte[] HEADER = HexFormat.of().parseHex("a20127045820");
    private static final int REMEMBERED = 4_096;
    private static final Map<ByteBuffer, byte[]> KNOWN = new HashMap<>();

    private Signed() {}

    static byte[] object(KeyHolder signer, String domain, byte[] payload) {
        byte[] header = Seeds.join(HEADER, signer.nodeId().key().toArray());
        byte[] structure = new CborWriter(payload.length + 256, CoseSign1.MAX_OBJECT_BYTES + 1_024)
                .array(4)
                .text("Signature1")
                .bytes(header)
                .bytes(Domain.bytes(domain))
                .bytes(payload)
                .toByteArray();
        return new CborWriter(payload.length + 256, CoseSign1.MAX_OBJECT_BYTES + 1_024)
                .array(4)
                .bytes(header)
                .encoded(new byte[] {(byte) 0xa0}, 0, 1)
                .bytes(payload)
                .bytes(Canonical.check(payload) == null ? signature(signer, structure) : new byte[64])
                .toByteArray();
    }

    /** What is refused before anybody looks at the signature needs none. */
    private static byte[] signature(KeyHolder signer, byte[] structure) {
        if (KNOWN.size() > REMEMBERED) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(ByteBuffer.wrap(structure), first -> signer.sign(structure));
    }
}
