package io.comity.protocol;

import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import java.util.HexFormat;

/**
 * Canonical items in the diagnostic notation of RFC 8949 section 8, and written anew from what was read: for vectors, so that a
 * reader in another language can show that it has read the same.
 */
final class Diagnostic {
    private static final int MAX = 1 << 16;

    private final byte[] bytes;
    private final CborReader in;
    private final StringBuilder text = new StringBuilder();
    private final CborWriter again = new CborWriter(64, MAX);

    private Diagnostic(byte[] bytes) {
        this.bytes = bytes;
        this.in = new CborReader(bytes, 0, bytes.length);
        item();
        if (in.finish() != null) {
            throw new IllegalArgumentException("not one canonical item: " + in.fault());
        }
    }

    static String of(byte[] canonical) {
        return new Diagnostic(canonical).text.toString();
    }

    static byte[] rewritten(byte[] canonical) {
        return new Diagnostic(canonical).again.toByteArray();
    }

    private void item() {
        if (in.atEnd()) {
            throw new IllegalArgumentException("no item");
        }
        switch ((bytes[in.position()] & 0xff) >>> 5) {
            case 0, 1 -> number(in.integer());
            case 2 -> bytes(in.byteArray(MAX));
            case 3 -> text(in.text(MAX));
            case 4 -> array(in.array(MAX));
            default -> simple();
        }
    }

    private void number(long value) {
        text.append(value);
        again.integer(value);
    }

    private void bytes(byte[] value) {
        text.append("h'").append(HexFormat.of().formatHex(value)).append('\'');
        again.bytes(value);
    }

    /** The texts of the vectors need no escapes. */
    private void text(String value) {
        text.append('"').append(value).append('"');
        again.text(value);
    }

    private void array(int count) {
        again.array(count);
        text.append('[');
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ");
            item();
        }
        text.append(']');
    }

    private void simple() {
        if (in.nil()) {
            text.append("null");
            again.nil();
        } else {
            boolean value = in.bool();
            text.append(value);
            again.bool(value);
        }
    }
}
