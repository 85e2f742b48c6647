package io.comity.filter;

import io.comity.engine.Protocol;
import io.comity.identity.Bytes;
import io.comity.identity.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which messages are wanted: a predicate over a message's wire type and the fields of its body, as the body is encoded (see
 * {@code docs/protocol/bodies.md}). Immutable; two that are written alike are equal.
 *
 * <pre>{@code
 *  Filter.type("Block").and(Filter.field("header.height").above(100))
 *  Filter.parse("type = Block and header.height > 100")
 * }</pre>
 *
 * <p><b>What holds.</b> Evaluation never fails: a path leads to a value or nowhere, and a comparison holds when the value is
 * comparable with the literal and the relation is true. Everything else is false, {@code !=} too; {@code not} turns it round.
 * <pre>
 *  literal              is comparable with                          order
 *  whole, decimal       integers, floats but NaN, big integers      as numbers, exactly: 0.1 of 32 bits is above 0.1; -0 = 0
 *  text                 text, enum constants by name, choices       by code points
 *                       by the name of their case
 *  true, false          booleans                                    false first
 *  bytes                bytes, UUIDs                                unsigned, byte by byte, a prefix first
 *  instant, duration    instants, durations                         as time
 *
 *  the path leads to          = != &lt; &lt;= &gt; &gt;= in prefix      exists    not (…)
 *  nowhere, absent Optional   false                          false     true
 *  NaN, record, list, ref     false                          true*     true
 *  not comparable             false                          true      true
 *  comparable                 the relation                   true      its opposite
 *  * false for a list, set or map of nothing
 * </pre>
 * Bytes do not say of which declared type they are. So a list of one is gone into like an Optional, and bytes are compared with a
 * number as the big integer that they would be; {@link #check} refuses such filters for a protocol where it makes a difference.
 * Of a body that is not well-formed, what stands before the fault counts.
 */
public sealed interface Filter {
    /** Of the encoded form. */
    int MAX_BYTES = 16_384;
    /** Filters within one, and itself. */
    int MAX_NODES = 256;
    /** Filters within each other; a comparison has 1. */
    int MAX_DEPTH = 16;
    /** In one {@code in}. */
    int MAX_LITERALS = 1_024;
    /** In one {@code type in}. */
    int MAX_TYPES = 256;
    /** Of the wire name of a type, in UTF-8. */
    int MAX_TYPE_BYTES = 128;

    /** Every message. */
    record Everything() implements Filter {}

    /** No message. */
    record Nothing() implements Filter {}

    /** @param names 1 to {@link #MAX_TYPES} wire names; sorted, each once */
    record Type(List<String> names) implements Filter {
        public Type {
            names = List.copyOf(new TreeSet<>(names));
            Bounds.requireTypes(names);
        }
    }

    record Comparison(Path path, Operator operator, Literal literal) implements Filter {}

    /** @param literals 2 to {@link #MAX_LITERALS}, in the order of {@link Filter}'s table, each once */
    record Among(Path path, List<Literal> literals) implements Filter {
        public Among {
            literals = distinct(literals);
            Bounds.requireLiterals(path, literals);
        }
    }

    /** @param start text or bytes */
    record Prefix(Path path, Literal start) implements Filter {
        public Prefix {
            if (!(start instanceof Literal.Text) && !(start instanceof Literal.Octets)) {
                throw new FilterException(path + ": a prefix is text or bytes");
            }
        }
    }

    record Exists(Path path) implements Filter {}

    /** @param all 2 or more; what is an And itself is taken apart */
    record And(List<Filter> all) implements Filter {
        public And {
            List<Filter> flat = new ArrayList<>();
            all.forEach(each -> flat.addAll(each instanceof And and ? and.all : List.of(each)));
            all = List.copyOf(flat);
            Bounds.requireParts("and", all);
        }
    }

    /** @param any 2 or more; what is an Or itself is taken apart */
    record Or(List<Filter> any) implements Filter {
        public Or {
            List<Filter> flat = new ArrayList<>();
            any.forEach(each -> flat.addAll(each instanceof Or or ? or.any : List.of(each)));
            any = List.copyOf(flat);
            Bounds.requireParts("or", any);
        }
    }

    record Not(Filter filter) implements Filter {
        public Not {
            Bounds.requireWithin(List.of(filter));
        }
    }

    static Filter everything() {
        return new Everything();
    }

    static Filter nothing() {
        return new Nothing();
    }

    /** Messages of any of these wire types. */
    static Filter type(String... names) {
        return new Type(Arrays.asList(names));
    }

    /** @param path names of components with dots between */
    static Field field(String path) {
        return new Field(Path.of(path));
    }

    /** Matches what any of {@code filters} does. */
    static Filter anyOf(Collection<Filter> filters) {
        return filters.isEmpty()
                ? nothing()
                : filters.size() == 1 ? filters.iterator().next() : new Or(List.copyOf(filters));
    }

    /** {@code path in (…)}, or less when there are fewer than two different ones. */
    static Filter among(Path path, List<Literal> literals) {
        List<Literal> distinct = distinct(literals);
        return switch (distinct.size()) {
            case 0 -> nothing();
            case 1 -> new Comparison(path, Operator.EQUAL, distinct.get(0));
            default -> new Among(path, distinct);
        };
    }

    /** One of each value, in order: of 5 and 5.0 the first. */
    private static List<Literal> distinct(List<Literal> literals) {
        SortedMap<Key, Literal> sorted = new TreeMap<>();
        literals.forEach(each -> sorted.putIfAbsent(Key.of(each), each));
        return List.copyOf(sorted.values());
    }

    /** @throws FilterException if the whole is beyond a bound */
    default Filter and(Filter other) {
        return new And(List.of(this, other));
    }

    /** @throws FilterException if the whole is beyond a bound */
    default Filter or(Filter other) {
        return new Or(List.of(this, other));
    }

    /** @throws FilterException if the whole is beyond a bound */
    default Filter not() {
        return new Not(this);
    }

    /** A reader of messages for this filter, for one thread; for many filters, see {@link Index}. */
    default Matcher matcher() {
        return new Matcher(this);
    }

    /**
     * Reads what {@link #text} writes, and what people write: see {@code docs/protocol/filters.md}.
     *
     * @throws FilterException that names the column, what was expected there and what was found, and shows the place
     */
    static Filter parse(String text) {
        return new Parser(text).parse();
    }

    /**
     * As {@link #parse(String)}, and {@linkplain #check checks} it.
     *
     * @throws FilterException also if it can never match a message of {@code protocol}; it shows the place
     */
    static Filter parse(String text, Protocol<?> protocol) {
        Parser parser = new Parser(text);
        Filter filter = parser.parse();
        parser.check(filter, protocol);
        return filter;
    }

    /** One line that {@link #parse(String)} reads as this filter. */
    default String text() {
        return Printer.print(this);
    }

    /**
     * Refuses a filter of which some part can never hold for any message of {@code protocol}.
     *
     * @return this
     * @throws FilterException that names the part, why, and the nearest thing that there is
     */
    default Filter check(Protocol<?> protocol) {
        new Checker(protocol).check(this);
        return this;
    }

    /** Canonical CBOR, at most {@link #MAX_BYTES}; see {@code docs/protocol/filters.cddl}. */
    default Bytes encode() {
        return FilterCodec.encode(this);
    }

    /** Reads what {@link #encode} writes, and nothing else; never throws, whatever the bytes are. */
    static Parsed<Filter> decode(Bytes bytes) {
        return FilterCodec.decode(bytes);
    }
}
