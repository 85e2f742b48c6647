package io.comity.filter;

import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.List;
import java.util.Locale;

/**
 * Filters as canonical CBOR, {@code [version, filter]}; the first element of a filter says which it is.
 * <pre>
 *  [0] everything   [2, name…] type      [4, path, literal…] in     [6, path] exists   [8, filter…] or
 *  [1] nothing      [3, path, operator, literal]                    [7, filter…] and   [9, filter] not
 *                   comparison           [5, path, literal] prefix
 *  path = [name…]   operator = 0..5, as {@link Operator} has them   literal: see {@link LiteralCodec}
 * </pre>
 * What is accepted encodes to the same bytes: names and literals are sorted, each once, and no and stands in an and.
 */
final class FilterCodec {
    private static final int VERSION = 1;
    static final int EVERYTHING = 0;
    static final int NOTHING = 1;
    static final int TYPE = 2;
    static final int COMPARISON = 3;
    static final int AMONG = 4;
    static final int PREFIX = 5;
    static final int EXISTS = 6;
    static final int AND = 7;
    static final int OR = 8;
    static final int NOT = 9;
    private static final int VERSION_BYTES = 2;
    private static final int INITIAL_BYTES = 64;
    private static final int ROOMY_BYTES = 1 << 20;

    private FilterCodec() {}

    static Bytes encode(Filter filter) {
        CborWriter out = new CborWriter(INITIAL_BYTES, ROOMY_BYTES);
        write(out.array(2).uint(VERSION), filter);
        return Bytes.of(out.buffer(), 0, out.length());
    }

    /** Bytes of what {@link #write} writes. */
    static int size(Filter filter) {
        CborWriter out = new CborWriter(INITIAL_BYTES, ROOMY_BYTES);
        write(out, filter);
        return out.length();
    }

    static void write(CborWriter out, Filter filter) {
        if (filter instanceof Filter.Type type) {
            out.array(1 + type.names().size()).uint(TYPE);
            type.names().forEach(out::text);
        } else if (filter instanceof Filter.Comparison comparison) {
            path(out.array(4).uint(COMPARISON), comparison.path());
            LiteralCodec.write(out.uint(comparison.operator().ordinal()), comparison.literal());
        } else if (filter instanceof Filter.Among among) {
            path(out.array(2 + among.literals().size()).uint(AMONG), among.path());
            among.literals().forEach(each -> LiteralCodec.write(out, each));
        } else if (filter instanceof Filter.Prefix prefix) {
            path(out.array(3).uint(PREFIX), prefix.path());
            LiteralCodec.write(out, prefix.start());
        } else if (filter instanceof Filter.Exists exists) {
            path(out.array(2).uint(EXISTS), exists.path());
        } else {
            writeCompound(out, filter);
        }
    }

    private static void writeCompound(CborWriter out, Filter filter) {
        if (filter instanceof Filter.And and) {
            out.array(1 + and.all().size()).uint(AND);
        } else if (filter instanceof Filter.Or or) {
            out.array(1 + or.any().size()).uint(OR);
        } else if (filter instanceof Filter.Not) {
            out.array(2).uint(NOT);
        } else {
            out.array(1).uint(filter instanceof Filter.Everything ? EVERYTHING : NOTHING);
        }
        Bounds.parts(filter).forEach(each -> write(out, each));
    }

    private static void path(CborWriter out, Path path) {
        out.array(path.steps().size());
        path.steps().forEach(out::text);
    }

    static Parsed<Filter> decode(Bytes bytes) {
        if (bytes.size() > Filter.MAX_BYTES) {
            return new Parsed.Refused<>("a filter has at most " + Filter.MAX_BYTES + " bytes");
        }
        CborReader in = new CborReader(bytes.toArray(), 0, bytes.size());
        try {
            in.tuple(2);
            if (in.uint() != VERSION) {
                in.refuse(Fault.OUT_OF_RANGE);
            }
            Filter filter = new FilterReader(in).filter(1);
            Fault fault = in.finish();
            if (fault != null) {
                return new Parsed.Refused<>(
                        "not a filter: " + fault.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
            return encode(filter).equals(bytes)
                    ? new Parsed.Accepted<>(filter)
                    : new Parsed.Refused<>("not a filter in its one form");
        } catch (FilterException beyondABound) {
            return new Parsed.Refused<>("not a filter: " + beyondABound.getMessage());
        }
    }

    /** Bytes of the encoding of one filter with {@code elements}, of which those after the first take {@code contentBytes}. */
    static int size(int elements, int contentBytes) {
        return VERSION_BYTES + CborWriter.headSize(elements) + 1 + contentBytes;
    }

    /** Bytes of the encoding of a type filter of {@code names}. */
    static int size(List<String> names) {
        CborWriter out = new CborWriter(INITIAL_BYTES, ROOMY_BYTES);
        names.forEach(out::text);
        return size(1 + names.size(), out.length());
    }

    /** Bytes of the encoding of an in. */
    static int size(Path path, List<Literal> literals) {
        CborWriter out = new CborWriter(INITIAL_BYTES, ROOMY_BYTES);
        path(out, path);
        literals.forEach(each -> LiteralCodec.write(out, each));
        return size(2 + literals.size(), out.length());
    }
}
