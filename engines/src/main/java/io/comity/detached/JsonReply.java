package io.comity.detached;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** The JSON form of a body of our own, by the table of {@link JsonBody} read from right to left. */
public final class JsonReply {
    private static final CBORFactory CBOR = new CBORFactory();

    private JsonReply() {}

    /** Nothing when it holds a float that JSON cannot write, or is too large as JSON. */
    public static Optional<byte[]> of(byte[] cbor) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonParser in = CBOR.createParser(cbor);
                JsonGenerator out = JsonBody.JSON.createGenerator(json)) {
            while (in.nextToken() != null) {
                if (!write(in, out)) {
                    return Optional.empty();
                }
            }
        } catch (IOException notOurs) {
            throw new IllegalStateException("a body that was just encoded is CBOR", notOurs);
        }
        return json.size() <= DetachedCall.MAX_BODY_BYTES ? Optional.of(json.toByteArray()) : Optional.empty();
    }

    private static boolean write(JsonParser in, JsonGenerator out) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            out.writeStartObject();
            out.writeStringField(
                    JsonBody.BYTES, Base64.getUrlEncoder().withoutPadding().encodeToString(in.getBinaryValue()));
            out.writeEndObject();
            return true;
        }
        return token == JsonToken.VALUE_NUMBER_FLOAT ? writeFloat(in, out) : copy(in, out);
    }

    private static boolean copy(JsonParser in, JsonGenerator out) throws IOException {
        out.copyCurrentEvent(in);
        return true;
    }

    private static boolean writeFloat(JsonParser in, JsonGenerator out) throws IOException {
        boolean isSingle = in.getNumberType() == JsonParser.NumberType.FLOAT;
        if (!Double.isFinite(in.getDoubleValue())) {
            return false;
        }
        if (isSingle) {
            out.writeStartObject();
            out.writeNumberField(JsonBody.FLOAT, in.getFloatValue());
            out.writeEndObject();
        } else {
            out.writeNumber(in.getDoubleValue());
        }
        return true;
    }
}
