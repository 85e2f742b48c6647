package io.comity.session;

import io.comity.identity.NodeId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands in clear before the first message, so that a relay or a listener for many nodes can see whom it is for. It is
 * the prologue of the handshake: one altered bit and the two sides never agree.
 * <pre>
 *  offset   size  field
 *       0      4  magic        "CMTY"
 *       4      1  handshake    0x01
 *       5      1  suite        {@link CipherSuite#code}
 *       6     32  responder    SHA-256 of the responder's Ed25519 public key
 * </pre>
 */
final class Prefix {
    static final int SIZE_BYTES = 38;

    /** The version of the handshake itself; that of what follows is agreed inside it. */
    static final byte HANDSHAKE = 1;

    private static final byte[] MAGIC = {'C', 'M', 'T', 'Y'};
    private static final int HANDSHAKE_OFFSET = 4;
    private static final int SUITE_OFFSET = 5;
    private static final int RESPONDER_OFFSET = 6;

    private Prefix() {}

    static byte[] write(CipherSuite suite, NodeId responder) {
        return ByteBuffer.allocate(SIZE_BYTES)
                .put(MAGIC)
                .put(HANDSHAKE)
                .put(suite.code())
                .put(responder.hash().toArray())
                .array();
    }

    /** Why {@code local} does not answer {@code frame}, which has at least {@link #SIZE_BYTES}; null if it does. */
    static @Nullable Fault refusal(byte[] frame, Local local) {
        if (!Arrays.equals(frame, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Fault.MALFORMED;
        }
        if (frame[HANDSHAKE_OFFSET] != HANDSHAKE) {
            return Fault.UNKNOWN_HANDSHAKE;
        }
        if (CipherSuite.ofCode(frame[SUITE_OFFSET])
                .filter(local.suites()::contains)
                .isEmpty()) {
            return Fault.UNKNOWN_SUITE;
        }
        byte[] own = local.node().hash().toArray();
        return Arrays.equals(frame, RESPONDER_OFFSET, SIZE_BYTES, own, 0, own.length) ? null : Fault.NOT_FOR_US;
    }

    /** The suite of a frame that {@link #refusal} has let pass. */
    static CipherSuite suite(byte[] frame) {
        return CipherSuite.ofCode(frame[SUITE_OFFSET]).orElseThrow();
    }
}
