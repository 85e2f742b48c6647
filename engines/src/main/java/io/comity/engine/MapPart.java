package io.comity.engine;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
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
    public Object read(BodyReader in, References references) throws MalformedBody {
        int items = in.array("not an array of keys and values");
        if (items % 2 != 0) {
            throw new MalformedBody("a key without a value");
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < items; i += 2) {
            if (entries.put(key.read(in, references), value.read(in, references)) != null) {
                throw new MalformedBody("a map with the same key twice");
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    @Override
    public void describe(Description text) {
        text.add("map(").add(key).add(",").add(value).add(")");
    }

    @Override
    public Layout layout() {
        return Layout.of(Layout.Kind.COLLECTION);
    }

    @Override
    public boolean accepts(Class<?> type) {
        return Map.class.isAssignableFrom(type);
    }
}
