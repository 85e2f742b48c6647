package io.comity.engine;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.Optional;

/** An Optional: an array of no element or one. */
final class OptionalPart implements Part {
    private final Part element;

    OptionalPart(Part element) {
        this.element = element;
    }

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        Optional<?> optional = (Optional<?>) value;
        out.writeStartArray(value, optional.isPresent() ? 1 : 0);
        if (optional.isPresent()) {
            element.write(out, optional.get(), references);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(CBORParser in, References references) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedBody("not an optional");
        }
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return Optional.empty();
        }
        Object present = element.read(in, references);
        if (in.nextToken() != JsonToken.END_ARRAY) {
            throw new MalformedBody("not an optional");
        }
        return Optional.of(present);
    }

    @Override
    public void describe(Description text) {
        text.add("optional(").add(element).add(")");
    }

    @Override
    public boolean accepts(Class<?> type) {
        return type == Optional.class;
    }
}
