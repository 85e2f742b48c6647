package io.comity.wire;

import io.comity.identity.Bytes;
import io.comity.identity.Domain;
import io.comity.identity.Ed25519;
import io.comity.identity.KeyHolder;
import io.comity.identity.NodeId;
import io.comity.identity.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signed objects: an untagged COSE_Sign1 (RFC 9052 section 4.2) in its one form. Sizes in bytes.
 * <pre>
 *  size  field
 *     1  84                      array of four
 *     2  58 26                   protected header, 38 bytes
 *     6  a2 01 27 04 58 20         {1 (alg): -8 (EdDSA), 4 (kid):
 *    32  signer                    the signer's Ed25519 key}
 *     1  a0                      unprotected header, empty
 *   1-3  length of the payload
 *     n  payload                 one canonical item, see {@link Canonical}
 *     2  58 40
 *    64  signature               over the Sig_structure
 * </pre>
 * The Sig_structure (section 4.4) is {@code ["Signature1", protected, external_aad, payload]} and external_aad is the name of
 * the {@link Domain}: COSE's own place for context that is not sent. It is made of the exact slices received. The id of an
 * object is SHA-256 of its Sig_structure: it covers signer, domain and content, and not the signature, which has many forms.
 */
public final class CoseSign1 {
    public static final int MAX_OBJECT_BYTES = 64 * 1024;
    /** What the other fields take at most. */
    public static final int OVERHEAD_BYTES = 111;

    public static final int MAX_PAYLOAD_BYTES = MAX_OBJECT_BYTES - OVERHEAD_BYTES;

    private static final byte[] HEADER = HexFormat.of().parseHex("a20127045820");
    private static final int HEADER_BYTES = HEADER.length + NodeId.SIZE_BYTES;
    private static final int EMPTY_MAP = 0xa0;
    private static final int MAX_STRUCTURE_BYTES = MAX_OBJECT_BYTES + Domain.MAX_LENGTH;

    /** What an object from outside turned out to be. */
    public sealed interface Checked {}

    /** Its signer signed it under the expected domain. */
    public record Accepted(Verified<Signed> object) implements Checked {}

    /** It is worth nothing. */
    public record Refused(Reason reason) implements Checked {}

    /** @param id SHA-256 of what was signed; equal for equal content of one signer and domain */
    public record Signed(NodeId signer, Bytes payload, Bytes id) {}

    /** Why an object is refused. */
    public enum Reason {
        /** Longer than {@link #MAX_OBJECT_BYTES}. */
        TOO_LARGE,
        /** Not the array of four above. */
        MALFORMED,
        /** Another algorithm, or headers other than those two. */
        HEADER,
        /** Signed by another node than the expected one. */
        OTHER_SIGNER,
        /** The payload is not canonical. */
        PAYLOAD,
        /** The signer named is not a sound Ed25519 key. */
        KEY,
        /** The signature does not hold for this content, signer and domain. */
        SIGNATURE
    }

    private CoseSign1() {}

    /** Signs {@code payload}, which must be canonical and fit, under {@code domain}. */
    public static byte[] sign(KeyHolder holder, String domain, byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES || Canonical.check(payload) != null) {
            throw new IllegalArgumentException(
                    "what is signed is canonical and at most " + MAX_PAYLOAD_BYTES + " bytes");
        }
        byte[] header = Arrays.copyOf(HEADER, HEADER_BYTES);
        holder.nodeId().key().copyTo(header, HEADER.length);
        byte[] signature = holder.sign(structure(domain, header, payload));
        return new CborWriter(payload.length + OVERHEAD_BYTES, MAX_OBJECT_BYTES)
                .array(4)
                .bytes(header)
                .encoded(new byte[] {(byte) EMPTY_MAP}, 0, 1)
                .bytes(payload)
                .bytes(signature)
                .toByteArray();
    }

    /**
     * Whether {@code object} was signed under {@code domain} by the node it names. Costs two signature checks, one of them
     * to admit the key; never throws on hostile bytes.
     */
    public static Checked verify(byte[] object, String domain) {
        return check(object, domain, null);
    }

    /** Whether {@code object} was signed under {@code domain} by {@code expected}, a node already admitted. */
    public static Checked verify(byte[] object, String domain, NodeId expected) {
        return check(object, domain, expected);
    }

    private static Checked check(byte[] object, String domain, @Nullable NodeId expected) {
        if (object.length > MAX_OBJECT_BYTES) {
            return new Refused(Reason.TOO_LARGE);
        }
        Parts parts = Parts.of(object);
        if (parts == null) {
            return new Refused(Reason.MALFORMED);
        }
        if (!parts.hasOnlyOurHeaders()) {
            return new Refused(Reason.HEADER);
        }
        byte[] named = Arrays.copyOfRange(parts.header, HEADER.length, HEADER_BYTES);
        if (expected != null && !expected.key().equals(Bytes.of(named))) {
            return new Refused(Reason.OTHER_SIGNER);
        }
        if (Canonical.check(parts.payload) != null) {
            return new Refused(Reason.PAYLOAD);
        }
        if (parts.signature.length != Ed25519.SIGNATURE_BYTES) {
            return new Refused(Reason.SIGNATURE);
        }
        Optional<NodeId> signer = expected != null ? Optional.of(expected) : NodeId.admit(named);
        return signer.map(node -> checkSignature(parts, domain, node)).orElseGet(() -> new Refused(Reason.KEY));
    }

    private static Checked checkSignature(Parts parts, String domain, NodeId signer) {
        byte[] signed = structure(domain, parts.header, parts.payload);
        if (!Ed25519.verifyExact(signer, signed, parts.signature)) {
            return new Refused(Reason.SIGNATURE);
        }
        Bytes id = Bytes.of(Sha256.of(signed));
        return new Accepted(new Verified<>(new Signed(signer, Bytes.of(parts.payload), id)));
    }

    private static byte[] structure(String domain, byte[] header, byte[] payload) {
        return new CborWriter(payload.length + OVERHEAD_BYTES + Domain.MAX_LENGTH, MAX_STRUCTURE_BYTES)
                .array(4)
                .text("Signature1")
                .bytes(header)
                .bytes(Domain.bytes(domain))
                .bytes(payload)
                .toByteArray();
    }

    /** The four elements; what is in them is not judged yet. */
    private record Parts(byte[] header, int unprotected, byte[] payload, byte[] signature) {
        static @Nullable Parts of(byte[] object) {
            CborReader in = new CborReader(object, 0, object.length);
            in.tuple(4);
            byte[] header = in.byteArray(MAX_OBJECT_BYTES);
            int at = in.position();
            if (in.fault() != null || at == object.length) {
                return null;
            }
            // The one map of the profile is read by hand; a map with anything in it fails as a header.
            int unprotected = object[at] & 0xff;
            if (unprotected >>> 5 != Major.MAP) {
                return null;
            }
            if (unprotected != EMPTY_MAP) {
                return new Parts(header, unprotected, new byte[0], new byte[0]);
            }
            in.reset(object, at + 1, object.length - at - 1);
            Parts parts =
                    new Parts(header, unprotected, in.byteArray(MAX_OBJECT_BYTES), in.byteArray(MAX_OBJECT_BYTES));
            return in.finish() == null ? parts : null;
        }

        boolean hasOnlyOurHeaders() {
            return unprotected == EMPTY_MAP
                    && header.length == HEADER_BYTES
                    && Arrays.equals(header, 0, HEADER.length, HEADER, 0, HEADER.length);
        }
    }
}
