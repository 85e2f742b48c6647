package io.comity.engine;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Map: one flat array {@code [key, value, key, value, …]} in iteration order. Not a CBOR map, because there integer and
 * binary keys are where readers of other languages disagree. What is read is unmodifiable.
 */
final class MapPart implements Part {
    private final Part key;
    private final Part value;

    MapPart(Part key, Part value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void write(CBORGenerator out, Object map, References references) throws IOException {
        Map<?, ?> entries = (Map<?, ?>) map;
        out.writeStartArray(map, 2 * entries.size());
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            key.write(out, Missing.refuse(entry.getKey(), "a map holds a null"), references);
            value.write(out, Missing.refuse(entry.getValue(), "a map holds a null"), references);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(CBORParser in, References references) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedBody("not an array of keys and values");
        }
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return Map.of();
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        do {
            Object each = key.read(in, references);
            if (in.nextToken() == JsonToken.END_ARRAY) {
                throw new MalformedBody("a key without a value");
            }
            if (entries.put(each, value.read(in, references)) != null) {
                throw new MalformedBody("a map with the same key twice");
            }
        } while (in.nextToken() != JsonToken.END_ARRAY);
        return Collections.unmodifiableMap(entries);
    }

    @Override
    public void describe(Description text) {
        text.add("map(").add(key).add(",").add(value).add(")");
    }

    @Override
    public boolean accepts(Class<?> type) {
        return Map.class.isAssignableFrom(type);
    }
}
