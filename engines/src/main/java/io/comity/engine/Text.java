package io.comity.engine;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Strings as definite-length CBOR text, and never anything that is not Unicode. */
final class Text {
    /** Jackson writes longer strings in chunks, which a body may not have. */
    private static final int MAX_UNCHUNKED_CHARS = 1000;

    private Text() {}

    static void write(CBORGenerator out, String value) throws IOException {
        requireUnicode(value);
        if (value.length() <= MAX_UNCHUNKED_CHARS) {
            out.writeString(value);
        } else {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            out.writeUTF8String(utf8, 0, utf8.length);
        }
    }

    static String read(CBORParser in) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedBody("not text");
        }
        return in.getText();
    }

    /** Half of a surrogate pair has no UTF-8 form; it would arrive as a question mark. */
    private static void requireUnicode(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                boolean paired =
                        i + 1 < value.length() && Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1));
                if (!paired) {
                    throw new EncodingException("a String holds half of a surrogate pair");
                }
                i++;
            }
        }
    }
}
