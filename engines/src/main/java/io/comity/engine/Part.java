package io.comity.engine;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;

/** One type of the data model, prepared: how its values are written, read and described. Made once, used by every thread. */
interface Part {
    /** Writes exactly one CBOR item. {@code value} is never null. */
    void write(CBORGenerator out, Object value, References references) throws IOException;

    /**
     * Reads exactly one CBOR item.
     *
     * @param in stands before the item and is left behind it
     * @throws MalformedBody if the item is not one that {@link #write} could have written
     */
    Object read(BodyReader in, References references) throws MalformedBody;

    /** Tells {@code text} what the wire can tell apart about this type. */
    void describe(Description text);

    /** What the wire can tell apart, for whoever does not read values. */
    Layout layout();

    /** Whether instances of {@code type} are values of this type. */
    boolean accepts(Class<?> type);

    /** Whether values are {@link Comparable}, so that a hash table of hostile ones cannot be made slow. */
    default boolean isOrdered() {
        return false;
    }
}
