package io.comity.engine;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A List or a Set: an array of its elements, in iteration order. What is read is unmodifiable. */
final class CollectionPart implements Part {
    /**
     * Elements of a set whose type is not {@link Comparable}: a peer can give all of them one hash code, and then every
     * insertion compares with all before it.
     */
    static final int MAX_UNORDERED = 1024;

    private final boolean isSet;
    private final Part element;

    private CollectionPart(boolean isSet, Part element) {
        this.isSet = isSet;
        this.element = element;
    }

    static Part list(Part element) {
        return new CollectionPart(false, element);
    }

    static Part set(Part element) {
        return new CollectionPart(true, element);
    }

    @Override
    public void write(CBORGenerator out, Object value, References references) throws IOException {
        Collection<?> elements = (Collection<?>) value;
        int size = elements.size();
        if (isSet && size > MAX_UNORDERED && !element.isOrdered()) {
            throw new EncodingException("a Set of records has at most " + MAX_UNORDERED + " elements; use a List");
        }
        out.writeStartArray(value, size);
        for (Object each : elements) {
            element.write(out, Missing.refuse(each, "a collection holds a null"), references);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(CBORParser in, References references) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedBody("not an array");
        }
        return isSet ? readSet(in, references) : readList(in, references);
    }

    private List<?> readList(CBORParser in, References references) throws IOException {
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return List.of();
        }
        ArrayList<Object> elements = new ArrayList<>();
        do {
            elements.add(element.read(in, references));
        } while (in.nextToken() != JsonToken.END_ARRAY);
        return Collections.unmodifiableList(elements);
    }

    private Set<?> readSet(CBORParser in, References references) throws IOException {
        if (in.nextToken() == JsonToken.END_ARRAY) {
            return Set.of();
        }
        LinkedHashSet<Object> elements = new LinkedHashSet<>();
        do {
            if (!elements.add(element.read(in, references))) {
                throw new MalformedBody("a set with the same element twice");
            }
            if (elements.size() > MAX_UNORDERED && !element.isOrdered()) {
                throw new MalformedBody("too many elements in a set");
            }
        } while (in.nextToken() != JsonToken.END_ARRAY);
        return Collections.unmodifiableSet(elements);
    }

    @Override
    public void describe(Description text) {
        text.add(isSet ? "set(" : "list(").add(element).add(")");
    }

    @Override
    public boolean accepts(Class<?> type) {
        return (isSet ? Set.class : List.class).isAssignableFrom(type);
    }
}
