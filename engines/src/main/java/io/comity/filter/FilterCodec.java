package io.comity.filter;

import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import io.comity.wire.CborReader;
import io.comity.wire.CborWriter;
import io.comity.wire.Fault;
import java.util.ArrayList;
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
    private static final int EVERYTHING = 0;
    private static final int NOTHING = 1;
    private static final int TYPE = 2;
    private static final int COMPARISON = 3;
    private static final int AMONG = 4;
    private static final int PREFIX = 5;
    private static final int EXISTS = 6;
    private static final int AND = 7;
    private static final int OR = 8;
    private static final int NOT = 9;
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
            Filter filter = new Reading(in).filter(1);
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

    /** Of one filter; what it returns after a fault means nothing. */
    private static final class Reading {
        private final CborReader in;
        private int nodes;

        private Reading(CborReader in) {
            this.in = in;
        }

        private Filter filter(int depth) {
            if (depth > Filter.MAX_DEPTH) {
                in.refuse(Fault.TOO_DEEP);
            }
            if (++nodes > Filter.MAX_NODES) {
                in.refuse(Fault.TOO_MANY);
            }
            int elements = in.array(2 + Filter.MAX_LITERALS);
            int kind = (int) in.uint(NOT);
            if (in.fault() != null) {
                return Filter.nothing();
            }
            return switch (kind) {
                case TYPE -> type(elements - 1);
                case COMPARISON -> comparison(elements);
                case AMONG -> among(elements - 2);
                case PREFIX -> prefix(elements);
                case EXISTS -> exists(elements);
                case AND -> and(filters(elements - 1, depth));
                case OR -> or(filters(elements - 1, depth));
                case NOT -> not(elements, depth);
                default -> constant(elements, kind);
            };
        }

        private void require(int elements, int wanted) {
            if (elements != wanted) {
                in.refuse(Fault.WRONG_COUNT);
            }
        }

        private Filter type(int count) {
            List<String> names = new ArrayList<>();
            for (int left = count; left > 0 && in.fault() == null; left--) {
                names.add(in.text(Filter.MAX_TYPE_BYTES));
            }
            return in.fault() == null ? new Filter.Type(names) : Filter.nothing();
        }

        private Filter comparison(int elements) {
            require(elements, 4);
            List<String> path = path();
            Operator operator = Operator.values()[(int) in.uint(Operator.values().length - 1L)];
            Literal literal = LiteralCodec.read(in);
            return in.fault() == null ? new Filter.Comparison(new Path(path), operator, literal) : Filter.nothing();
        }

        private Filter among(int count) {
            List<String> path = path();
            List<Literal> literals = new ArrayList<>();
            for (int left = count; left > 0 && in.fault() == null; left--) {
                literals.add(LiteralCodec.read(in));
            }
            return in.fault() == null ? new Filter.Among(new Path(path), literals) : Filter.nothing();
        }

        private Filter prefix(int elements) {
            require(elements, 3);
            List<String> path = path();
            Literal start = LiteralCodec.read(in);
            return in.fault() == null ? new Filter.Prefix(new Path(path), start) : Filter.nothing();
        }

        private Filter exists(int elements) {
            require(elements, 2);
            List<String> path = path();
            return in.fault() == null ? new Filter.Exists(new Path(path)) : Filter.nothing();
        }

        private List<String> path() {
            List<String> steps = new ArrayList<>();
            for (int left = in.array(Path.MAX_STEPS); left > 0 && in.fault() == null; left--) {
                steps.add(in.text(Path.MAX_STEP_BYTES));
            }
            return steps;
        }

        private List<Filter> filters(int count, int depth) {
            List<Filter> filters = new ArrayList<>();
            for (int left = count; left > 0 && in.fault() == null; left--) {
                filters.add(filter(depth + 1));
            }
            return filters;
        }

        private Filter and(List<Filter> all) {
            return in.fault() == null ? new Filter.And(all) : Filter.nothing();
        }

        private Filter or(List<Filter> any) {
            return in.fault() == null ? new Filter.Or(any) : Filter.nothing();
        }

        private Filter not(int elements, int depth) {
            require(elements, 2);
            Filter inside = filter(depth + 1);
            return in.fault() == null ? new Filter.Not(inside) : Filter.nothing();
        }

        private Filter constant(int elements, int kind) {
            require(elements, 1);
            return kind == EVERYTHING ? Filter.everything() : Filter.nothing();
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
