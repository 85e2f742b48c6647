package io.comity.wire;

import io.comity.identity.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes canonical CBOR (RFC 8949 section 4.2.1) into an array that grows up to a hard maximum: definite lengths, shortest
 * integers, and of the types only integers, byte and text strings, arrays, booleans and null. Meant to be kept and
 * {@link #reset}; allocates only to grow. Not thread-safe.
 */
public final class CborWriter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_HEAD_BYTES = 9;

    private final int maxBytes;
    private byte[] buffer;
    private int length;

    /** The item does not fit below the writer's maximum. Carries no stack: {@link #truncate} and go on. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Full(int maxBytes) {
            super("more than " + maxBytes + " bytes of CBOR", null, false, false);
        }
    }

    public CborWriter(int initialBytes, int maxBytes) {
        if (initialBytes < 0 || initialBytes > maxBytes) {
            throw new IllegalArgumentException("0 <= " + initialBytes + " <= " + maxBytes + " does not hold");
        }
        this.maxBytes = maxBytes;
        this.buffer = new byte[initialBytes];
    }

    /** The number of bytes that a head (a number, or the length before a string) takes: 1, 2, 3, 5 or 9. */
    public static int headSize(long argument) {
        return argument < 24 ? 1 : argument < 0x100 ? 2 : argument < 0x10000 ? 3 : argument < 0x1_0000_0000L ? 5 : 9;
    }

    /** Begins an array; the next {@code count} items are its elements. */
    public CborWriter array(int count) {
        head(Major.ARRAY, requireUnsigned(count));
        return this;
    }

    public CborWriter uint(long value) {
        head(Major.UINT, requireUnsigned(value));
        return this;
    }

    public CborWriter integer(long value) {
        head(value < 0 ? Major.NEGATIVE : Major.UINT, value < 0 ? ~value : value);
        return this;
    }

    public CborWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    public CborWriter bytes(byte[] value, int offset, int count) {
        int before = length;
        head(Major.BYTES, count);
        return body(value, offset, count, before);
    }

    public CborWriter bytes(Bytes value) {
        int before = length;
        head(Major.BYTES, value.size());
        reserve(value.size(), before);
        value.copyTo(buffer, length);
        length += value.size();
        return this;
    }

    /** The head of a byte string of {@code count} bytes, which the caller appends. */
    public CborWriter bytesHead(int count) {
        head(Major.BYTES, count);
        return this;
    }

    /** Refuses text with half a surrogate pair, which has no UTF-8. */
    public CborWriter text(String value) {
        int size = Utf8.size(value);
        int before = length;
        head(Major.TEXT, size);
        reserve(size, before);
        length = Utf8.write(value, buffer, length);
        return this;
    }

    public CborWriter bool(boolean value) {
        return octet(value ? Major.TRUE : Major.FALSE);
    }

    public CborWriter nil() {
        return octet(Major.NULL);
    }

    /** Appends bytes that are canonical CBOR already. */
    public CborWriter encoded(byte[] items, int offset, int count) {
        return body(items, offset, count, length);
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    /** The array itself, valid up to {@link #length} and until the next write. */
    public byte[] buffer() {
        return buffer;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    /** Takes back everything after the first {@code toLength} bytes: what a message that did not fit has left. */
    public void truncate(int toLength) {
        if (toLength < 0 || toLength > length) {
            throw new IllegalArgumentException("cannot cut " + length + " bytes to " + toLength);
        }
        length = toLength;
    }

    /** Begins anew in the same array. */
    public void reset() {
        length = 0;
    }

    private void head(int major, long argument) {
        int size = headSize(argument);
        reserve(size, length);
        int type = major << 5;
        switch (size) {
            case 1 -> buffer[length] = (byte) (type | (int) argument);
            case 2 -> {
                buffer[length] = (byte) (type | 24);
                buffer[length + 1] = (byte) argument;
            }
            case 3 -> {
                buffer[length] = (byte) (type | 25);
                SHORT.set(buffer, length + 1, (short) argument);
            }
            case 5 -> {
                buffer[length] = (byte) (type | 26);
                INT.set(buffer, length + 1, (int) argument);
            }
            default -> {
                buffer[length] = (byte) (type | 27);
                LONG.set(buffer, length + 1, argument);
            }
        }
        length += size;
    }

    private CborWriter body(byte[] value, int offset, int count, int lengthIfFull) {
        reserve(count, lengthIfFull);
        System.arraycopy(value, offset, buffer, length, count);
        length += count;
        return this;
    }

    private CborWriter octet(int value) {
        reserve(1, length);
        buffer[length++] = (byte) value;
        return this;
    }

    /** Makes room for {@code more} bytes; when there can be none, leaves the writer at {@code lengthIfFull}. */
    private void reserve(int more, int lengthIfFull) {
        if (more > buffer.length - length) {
            if (more > maxBytes - length) {
                length = lengthIfFull;
                throw new Full(maxBytes);
            }
            long doubled = Math.max(length + (long) more, 2L * buffer.length + MAX_HEAD_BYTES);
            buffer = Arrays.copyOf(buffer, (int) Math.min(maxBytes, doubled));
        }
    }

    private static long requireUnsigned(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        return value;
    }
}
