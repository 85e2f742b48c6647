package io.comity.transport.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A Protocol Buffers message that has one field, {@code bytes … = 1}, by hand: every message of {@code comity.proto} is of
 * this form, so no generated code is needed.
 * <pre>
 *  size  field
 *     1  0a        field 1, length-delimited
 *   1-5  length    varint, shortest
 *     n  content   1 to the bound
 * </pre>
 * Anything else, an absent or repeated field or an unknown one, reads as {@link #REFUSED}: no message of ours is empty.
 */
final class OneField implements MethodDescriptor.Marshaller<byte[]> {
    /** What bytes that are no such message read as. */
    static final byte[] REFUSED = {};

    /** What a message is longer than its content, at most. */
    static final int OVERHEAD_BYTES = 1 + 5;

    private static final int TAG = 0x0a;

    /** gRPC asks for the length before it frames a message. */
    private static final class Known extends ByteArrayInputStream implements KnownLength {
        Known(byte[] message) {
            super(message);
        }
    }

    private final int maxContentBytes;

    OneField(int maxContentBytes) {
        this.maxContentBytes = maxContentBytes;
    }

    @Override
    public InputStream stream(byte[] content) {
        return new Known(encode(content));
    }

    @Override
    public byte[] parse(InputStream message) {
        try {
            return decode(message.readNBytes(maxContentBytes + OVERHEAD_BYTES + 1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static byte[] encode(byte[] content) {
        int lengthBytes = varintBytes(content.length);
        byte[] message = new byte[1 + lengthBytes + content.length];
        message[0] = TAG;
        int rest = content.length;
        for (int i = 1; i <= lengthBytes; i++) {
            message[i] = (byte) (i < lengthBytes ? rest & 0x7f | 0x80 : rest);
            rest >>>= 7;
        }
        System.arraycopy(content, 0, message, 1 + lengthBytes, content.length);
        return message;
    }

    private byte[] decode(byte[] message) {
        int length = 0;
        int at = 1;
        for (int shift = 0; at < message.length && shift < 28; shift += 7) {
            byte next = message[at++];
            length |= (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        boolean sound = message.length > 1
                && message[0] == TAG
                && length > 0
                && length <= maxContentBytes
                && at == 1 + varintBytes(length)
                && message.length == at + length;
        return sound ? Arrays.copyOfRange(message, at, message.length) : REFUSED;
    }

    private static int varintBytes(int value) {
        return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
    }
}
