package io.comity.engine;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.Arrays;
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
    public Object read(BodyReader in, References references) throws MalformedBody {
        int size = in.array("not an array");
        return isSet ? readSet(size, in, references) : readList(size, in, references);
    }

    private List<?> readList(int size, BodyReader in, References references) throws MalformedBody {
        Object[] elements = new Object[size];
        for (int i = 0; i < size; i++) {
            elements[i] = element.read(in, references);
        }
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    private Set<?> readSet(int size, BodyReader in, References references) throws MalformedBody {
        if (size > MAX_UNORDERED && !element.isOrdered()) {
            throw new MalformedBody("too many elements in a set");
        }
        LinkedHashSet<Object> elements = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            if (!elements.add(element.read(in, references))) {
                throw new MalformedBody("a set with the same element twice");
            }
        }
        return Collections.unmodifiableSet(elements);
    }

    @Override
    public void describe(Description text) {
        text.add(isSet ? "set(" : "list(").add(element).add(")");
    }

    @Override
    public Layout layout() {
        return Layout.of(Layout.Kind.COLLECTION);
    }

    @Override
    public boolean accepts(Class<?> type) {
        return (isSet ? Set.class : List.class).isAssignableFrom(type);
    }
}
