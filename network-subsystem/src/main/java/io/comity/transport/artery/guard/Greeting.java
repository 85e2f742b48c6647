package io.comity.transport.artery.guard;

import io.comity.artery.Handshake;
import java.nio.ByteBuffer;

/**
 * What stands at the beginning of a connection that nothing else proves. Little-endian, sizes in bytes.
 * <pre>
 *  offset   size  field
 *       0      4  "AKKA"
 *       4      1  stream      1 or 2
 *       5      2  length n    1 to {@link Handshake#MAX_BYTES}
 *       7      n  greeting    a {@link Handshake} that signs the first five bytes too
 * </pre>
 * Artery gets the first five. Signatures over envelopes are no greetings, for an envelope begins with a zero.
 */
public final class Greeting {
    static final byte[] MAGIC = {'A', 'K', 'K', 'A'};
    static final int PRELUDE_BYTES = 5;
    static final int HEAD_BYTES = 7;

    private Greeting() {}

    /** What Artery says first. */
    public static byte[] prelude(int stream) {
        return new byte[] {'A', 'K', 'K', 'A', (byte) stream};
    }

    /** A connection's first bytes; only the prelude when there is no greeting. */
    public static byte[] write(byte[] prelude, byte[] greeting) {
        if (greeting.length == 0) {
            return prelude;
        }
        return ByteBuffer.allocate(HEAD_BYTES + greeting.length)
                .put(prelude)
                .put((byte) greeting.length)
                .put((byte) (greeting.length >> 8))
                .put(greeting)
                .array();
    }
}
