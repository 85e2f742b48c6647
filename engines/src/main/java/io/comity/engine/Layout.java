package io.comity.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How values of one type of the data model look on the wire, for whoever reads bodies without the classes. One instance for each
 * type in a protocol: layouts may be compared by identity, which tells whoever follows types that lead back to themselves where
 * it has been.
 */
public final class Layout {
    /** Which type of the data model it is. */
    public enum Kind {
        BOOLEAN,
        /** Of 8 to 64 bits, or a UTF-16 unit. */
        INTEGER,
        BIG_INTEGER,
        /** Of 32 bits. */
        FLOAT,
        /** Of 64 bits. */
        DOUBLE,
        TEXT,
        BYTES,
        UUID,
        INSTANT,
        DURATION,
        /** {@link #names} are its constants. */
        ENUM,
        /** {@link #names} are its components, in the order of declaration. */
        RECORD,
        /** {@link #names} are its cases; of a status {@code ok} and {@code error}. */
        CHOICE,
        /** {@link #inside} any name is what it holds. */
        OPTIONAL,
        /** A list, set or map. */
        COLLECTION,
        /** A reference to an actor, or done. */
        OPAQUE
    }

    private static final List<Layout> SIMPLE = Arrays.stream(Kind.values())
            .map(kind -> new Layout(kind, List.of(), Layout::opaque))
            .toList();

    private final Kind kind;
    private final List<String> names;
    private final Function<String, Layout> inside;

    Layout(Kind kind, List<String> names, Function<String, Layout> inside) {
        this.kind = kind;
        this.names = List.copyOf(names);
        this.inside = inside;
    }

    private static Layout opaque(String name) {
        return of(Kind.OPAQUE);
    }

    /** A layout with nothing inside; the same one each time. */
    static Layout of(Kind kind) {
        return SIMPLE.get(kind.ordinal());
    }

    public Kind kind() {
        return kind;
    }

    /** Of what is inside, or of the constants. */
    public List<String> names() {
        return names;
    }

    /** The component or case called {@code name}, or what an optional holds. Types may lead back to themselves without end. */
    public Optional<Layout> inside(String name) {
        boolean isThere = kind == Kind.OPTIONAL || kind != Kind.ENUM && names.contains(name);
        return isThere ? Optional.of(inside.apply(name)) : Optional.empty();
    }
}
