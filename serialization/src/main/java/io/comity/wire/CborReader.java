package io.comity.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.comity.identity.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pulls items out of canonical CBOR, refusing every encoding that {@link CborWriter} would not have written: what is read
 * without a fault re-encodes to the same bytes.
 *
 * <p>Faults stick. The first one is kept, nothing moves afterwards, and every further read returns zero, false or empty; so
 * a caller reads a whole message and looks at {@link #fault} once, after {@link #finish} and before it believes or builds
 * anything. Never throws on hostile bytes. Lengths are held against the bounds and the bytes left before anything is
 * allocated. Not thread-safe; may be kept and {@link #reset}.
 */
public final class CborReader {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] buffer;
    private int position;
    private int end;
    private int sliceOffset;
    private @Nullable Fault fault;

    /** Reads {@code buffer[offset, offset + length)} in place; the bytes must not change meanwhile. */
    public CborReader(byte[] buffer, int offset, int length) {
        this.buffer = buffer;
        reset(buffer, offset, length);
    }

    /** Begins anew on other bytes. */
    public void reset(byte[] newBuffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, newBuffer.length);
        buffer = newBuffer;
        position = offset;
        end = offset + length;
        sliceOffset = offset;
        fault = null;
    }

    /** Enters an array of at most {@code maxElements}, and returns how many items follow as its elements. */
    public int array(int maxElements) {
        return bounded(argument(Major.ARRAY), maxElements, Fault.TOO_MANY);
    }

    /** Enters an array that has exactly {@code elements}. */
    public void tuple(int elements) {
        if (argument(Major.ARRAY) != elements) {
            refuse(Fault.WRONG_COUNT);
        }
    }

    /** A number from 0 to {@link Long#MAX_VALUE}. */
    public long uint() {
        return argument(Major.UINT);
    }

    /** A number from 0 to {@code max}, both included. */
    public long uint(long max) {
        long value = argument(Major.UINT);
        return value <= max ? value : refuse(Fault.OUT_OF_RANGE);
    }

    /** A number from {@link Long#MIN_VALUE} to {@link Long#MAX_VALUE}. */
    public long integer() {
        if (major() != Major.NEGATIVE) {
            return argument(Major.UINT);
        }
        long below = argument(Major.NEGATIVE);
        return fault == null ? ~below : 0;
    }

    /** A byte string of at most {@code maxBytes}, left where it is: its length; {@link #sliceOffset} says where. */
    public int slice(int maxBytes) {
        int length = bounded(argument(Major.BYTES), maxBytes, Fault.TOO_LONG);
        sliceOffset = position;
        position += length;
        return length;
    }

    /** The index in the buffer at which the last {@link #slice} begins. */
    public int sliceOffset() {
        return sliceOffset;
    }

    /** A byte string of at most {@code maxBytes}. */
    public Bytes bytes(int maxBytes) {
        int length = slice(maxBytes);
        return length == 0 ? Bytes.EMPTY : Bytes.of(buffer, sliceOffset, length);
    }

    /** A byte string of at most {@code maxBytes}, as an array of the caller's own. */
    public byte[] byteArray(int maxBytes) {
        int length = slice(maxBytes);
        return Arrays.copyOfRange(buffer, sliceOffset, sliceOffset + length);
    }

    /** A byte string of exactly {@code size} bytes; empty after a fault. */
    public Bytes fixed(int size) {
        Bytes value = bytes(size);
        if (value.size() != size) {
            refuse(Fault.WRONG_COUNT);
        }
        return fault == null ? value : Bytes.EMPTY;
    }

    /** A text string of at most {@code maxBytes} bytes of UTF-8. */
    public String text(int maxBytes) {
        int start = skipText(maxBytes);
        int length = position - start;
        return new String(buffer, start, length, Utf8.isAscii(buffer, start, length) ? ISO_8859_1 : UTF_8);
    }

    /** Steps over a text string, and returns the index at which its bytes begin; they end at {@link #position}. */
    int skipText(int maxBytes) {
        int length = bounded(argument(Major.TEXT), maxBytes, Fault.TOO_LONG);
        int start = position;
        if (Utf8.isAscii(buffer, start, length) || Utf8.isWellFormed(buffer, start, length)) {
            position += length;
        } else {
            refuse(Fault.NOT_UTF8);
        }
        return start;
    }

    public boolean bool() {
        int first = first();
        if (first == Major.TRUE || first == Major.FALSE) {
            position++;
            return first == Major.TRUE;
        }
        refuse(unexpected(first, Major.SIMPLE));
        return false;
    }

    /** Whether the next item is null; if it is, steps over it. For fields that may be absent. */
    public boolean nil() {
        boolean isNull = first() == Major.NULL;
        position += isNull ? 1 : 0;
        return isNull;
    }

    /** Steps over one item, whatever it is and however deep: takes as long as it has bytes. */
    public void skip() {
        for (long left = 1; left > 0 && fault == null; left--) {
            switch (major()) {
                case Major.NEGATIVE -> integer();
                case Major.BYTES -> slice(Integer.MAX_VALUE);
                case Major.TEXT -> skipText(Integer.MAX_VALUE);
                case Major.ARRAY -> left += array(Integer.MAX_VALUE);
                case Major.SIMPLE -> {
                    if (!nil()) {
                        bool();
                    }
                }
                default -> uint();
            }
        }
    }

    /** Whether there is nothing left, or nothing more to be had after a fault. */
    public boolean atEnd() {
        return fault != null || position == end;
    }

    /** Says that nothing may follow, and returns what is wrong with the whole input, or null. */
    public @Nullable Fault finish() {
        if (position != end) {
            refuse(Fault.TRAILING);
        }
        return fault;
    }

    /** The index in the buffer of the next unread byte. */
    public int position() {
        return position;
    }

    /** The first thing found wrong, or null. */
    public @Nullable Fault fault() {
        return fault;
    }

    /** For a caller that finds a well-formed value unacceptable. Only the first fault is kept. Returns 0. */
    public int refuse(Fault found) {
        if (fault == null) {
            fault = found;
        }
        return 0;
    }

    /** The major type of the next item, or -1 at the end or after a fault. */
    int major() {
        int first = first();
        return first < 0 ? -1 : first >>> 5;
    }

    private int first() {
        return fault != null || position == end ? -1 : buffer[position] & 0xff;
    }

    /** The number in the head of the next item, which must be of type {@code major}; steps over the head. */
    private long argument(int major) {
        int first = first();
        if (first >>> 5 != major) {
            return refuse(unexpected(first, major));
        }
        int info = first & 31;
        if (info >= 24) {
            return longArgument(info);
        }
        position++;
        return info;
    }

    private long longArgument(int info) {
        if (info > 27) {
            return refuse(info == 31 ? Fault.INDEFINITE : Fault.RESERVED);
        }
        int size = 1 << (info - 24);
        if (size > end - position - 1) {
            return refuse(Fault.TRUNCATED);
        }
        long value = switch (size) {
            case 1 -> buffer[position + 1] & 0xff;
            case 2 -> (short) SHORT.get(buffer, position + 1) & 0xffff;
            case 4 -> (int) INT.get(buffer, position + 1) & 0xffff_ffffL;
            default -> (long) LONG.get(buffer, position + 1);
        };
        if (value < 0) {
            return refuse(Fault.OUT_OF_RANGE);
        }
        if (CborWriter.headSize(value) != 1 + size) {
            return refuse(Fault.NOT_SHORTEST);
        }
        position += 1 + size;
        return value;
    }

    /** A count of bytes or elements, each of which takes at least one byte. */
    private int bounded(long count, int max, Fault beyond) {
        if (count > max) {
            return refuse(beyond);
        }
        return count > end - position ? refuse(Fault.TRUNCATED) : (int) count;
    }

    private static Fault unexpected(int first, int wanted) {
        int major = first >>> 5;
        if (first < 0) {
            return Fault.TRUNCATED;
        }
        return switch (major) {
            case Major.NEGATIVE -> wanted == Major.UINT ? Fault.NEGATIVE : Fault.WRONG_TYPE;
            case Major.MAP -> Fault.MAP;
            case Major.TAG -> Fault.TAG;
            case Major.SIMPLE ->
                first == 0xff
                        ? Fault.INDEFINITE
                        : first < Major.FALSE || first > Major.NULL ? Fault.SIMPLE : Fault.WRONG_TYPE;
            default -> Fault.WRONG_TYPE;
        };
    }
}
