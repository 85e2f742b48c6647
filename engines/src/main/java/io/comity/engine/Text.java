package io.comity.engine;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings as definite-length CBOR text, and never anything that is not Unicode. */
final class Text {
    /** Jackson writes longer strings in chunks, which a body may not have. */
    private static final int MAX_UNCHUNKED_CHARS = 1000;

    private static final String HALF_A_PAIR = "a String holds half of a surrogate pair";

    private Text() {}

    static void write(CBORGenerator out, String value) throws IOException {
        if (value.length() <= MAX_UNCHUNKED_CHARS) {
            writeShort(out, value);
        } else {
            requireUnicode(value);
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            out.writeUTF8String(utf8, 0, utf8.length);
        }
    }

    /** Jackson checks surrogates while it encodes; it complains about nothing else here. */
    private static void writeShort(CBORGenerator out, String value) throws IOException {
        try {
            out.writeString(value);
        } catch (JsonGenerationException e) {
            throw new EncodingException(HALF_A_PAIR);
        }
    }

    /** The item that {@code value} is: head and UTF-8. */
    static byte[] encoded(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        ByteBuffer item = ByteBuffer.allocate(3 + utf8.length);
        if (utf8.length < 24) {
            item.put((byte) (0x60 | utf8.length));
        } else if (utf8.length < 256) {
            item.put((byte) 0x78).put((byte) utf8.length);
        } else {
            item.put((byte) 0x79).putShort((short) utf8.length);
        }
        return Arrays.copyOf(item.put(utf8).array(), item.position());
    }

    /** Half of a surrogate pair has no UTF-8 form; it would arrive as a question mark. */
    private static void requireUnicode(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                boolean paired =
                        i + 1 < value.length() && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
                if (!paired) {
                    throw new EncodingException(HALF_A_PAIR);
                }
                i++;
            }
        }
    }
}
