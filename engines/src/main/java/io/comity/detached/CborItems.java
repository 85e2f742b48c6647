package io.comity.detached;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Items of CBOR as bodies have them (RFC 8949): shortest heads, definite lengths, and the floats that envelopes do without. */
final class CborItems {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CborItems bool(boolean value) {
        out.write(value ? 0xf5 : 0xf4);
        return this;
    }

    CborItems integer(long value) {
        return value < 0 ? head(NEGATIVE, ~value) : head(UNSIGNED, value);
    }

    CborItems f32(float value) {
        out.write(0xfa);
        return raw(ByteBuffer.allocate(4).putFloat(value).array());
    }

    CborItems f64(double value) {
        out.write(0xfb);
        return raw(ByteBuffer.allocate(8).putDouble(value).array());
    }

    CborItems text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return head(TEXT, utf8.length).raw(utf8);
    }

    CborItems bytes(byte[] value) {
        return head(BYTES, value.length).raw(value);
    }

    CborItems array(int count) {
        return head(ARRAY, count);
    }

    CborItems map(int pairs) {
        return head(MAP, pairs);
    }

    CborItems add(CborItems items) {
        return raw(items.toByteArray());
    }

    int size() {
        return out.size();
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private CborItems raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private CborItems head(int major, long argument) {
        int size =
                argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x10000 ? 2 : argument < 0x1_0000_0000L ? 4 : 8;
        int low = size == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(size);
        out.write(major << 5 | low);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
        return this;
    }
}
