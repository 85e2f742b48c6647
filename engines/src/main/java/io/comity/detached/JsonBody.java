package io.comity.detached;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.comity.wire.Utf8;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The JSON form (RFC 8259) of a body, read strictly.
 * <pre>
 *  JSON                              CBOR
 *  true, false                       the same
 *  number without . and e            integer, -2^63 to 2^63-1
 *  any other number                  64-bit float, finite
 *  {"~f32": number}                  32-bit float, finite
 *  string                            text
 *  {"~b64": "…"}                     bytes; base64url (RFC 4648 section 5) without padding
 *  array                             array
 *  any other object                  map, its names in the order given
 * </pre>
 * Refused: null, a name twice, a name with ~ in front, a lone surrogate, anything behind the value, more than
 * {@link DetachedCall#MAX_BODY_BYTES}, more than {@link #MAX_DEPTH} containers within each other, UTF-16 and a byte order mark.
 */
public final class JsonBody {
    static final int MAX_DEPTH = 32;
    static final String BYTES = "~b64";
    static final String FLOAT = "~f32";

    private static final int MAX_NUMBER_LENGTH = 40;
    private static final int MAX_NAME_LENGTH = 256;

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(DetachedCall.MAX_BODY_BYTES)
                    .maxDocumentLength(DetachedCall.MAX_BODY_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** The JSON is not one of the forms above. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private JsonBody() {}

    /** The CBOR that {@code json} stands for, or nothing. Never throws. */
    public static Optional<byte[]> toCbor(byte[] json) {
        if (json.length > DetachedCall.MAX_BODY_BYTES || !Utf8.isWellFormed(json, 0, json.length)) {
            return Optional.empty();
        }
        try (JsonParser in = JSON.createParser(new String(json, StandardCharsets.UTF_8))) {
            in.nextToken();
            CborItems item = value(in);
            boolean fits = in.nextToken() == null && item.size() <= DetachedCall.MAX_BODY_BYTES;
            return fits ? Optional.of(item.toByteArray()) : Optional.empty();
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    private static CborItems value(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new Refused();
        }
        if (token.isNumeric() && in.getTextLength() > MAX_NUMBER_LENGTH) {
            throw new Refused();
        }
        return switch (token) {
            case VALUE_TRUE -> new CborItems().bool(true);
            case VALUE_FALSE -> new CborItems().bool(false);
            case VALUE_STRING -> new CborItems().text(text(in.getText()));
            case VALUE_NUMBER_INT -> new CborItems().integer(integer(in));
            case VALUE_NUMBER_FLOAT -> new CborItems().f64(finite(in.getDoubleValue()));
            case START_ARRAY -> array(in);
            case START_OBJECT -> object(in);
            default -> throw new Refused();
        };
    }

    private static CborItems array(JsonParser in) throws IOException {
        CborItems inside = new CborItems();
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            inside.add(value(in));
            count++;
        }
        return new CborItems().array(count).add(inside);
    }

    private static CborItems object(JsonParser in) throws IOException {
        CborItems inside = new CborItems();
        int count = 0;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = text(in.currentName());
            in.nextToken();
            if (name.startsWith("~")) {
                CborItems special = special(name, in);
                if (count > 0 || in.nextToken() != JsonToken.END_OBJECT) {
                    throw new Refused();
                }
                return special;
            }
            inside.text(name).add(value(in));
            count++;
        }
        return new CborItems().map(count).add(inside);
    }

    private static CborItems special(String name, JsonParser in) throws IOException {
        if (name.equals(BYTES) && in.currentToken() == JsonToken.VALUE_STRING) {
            return new CborItems().bytes(bytes(in.getText()));
        }
        if (name.equals(FLOAT) && in.currentToken().isNumeric()) {
            return new CborItems().f32((float) finite((float) in.getDoubleValue()));
        }
        throw new Refused();
    }

    private static byte[] bytes(String base64) throws IOException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new Refused();
        }
        throw new Refused();
    }

    private static long integer(JsonParser in) throws IOException {
        BigInteger value = in.getBigIntegerValue();
        if (value.bitLength() > 63 || in.getText().equals("-0")) {
            throw new Refused();
        }
        return value.longValue();
    }

    private static double finite(double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new Refused();
        }
        return value;
    }

    /** Java strings hold halves of surrogate pairs; UTF-8 does not. */
    private static String text(String value) throws IOException {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                throw new Refused();
            }
            i += pair ? 1 : 0;
        }
        return value;
    }
}
