package io.comity.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What no filter is larger than; held where filters are made, so that each one that there is can be sent. */
final class Bounds {
    private Bounds() {}

    static void requireTypes(List<String> names) {
        if (names.isEmpty() || names.size() > Filter.MAX_TYPES) {
            throw new FilterException("type: 1 to " + Filter.MAX_TYPES + " names, not " + names.size());
        }
        for (String name : names) {
            int bytes = name.getBytes(UTF_8).length;
            if (bytes == 0 || bytes > Filter.MAX_TYPE_BYTES || !isPrintable(name)) {
                throw new FilterException("type: a wire name has 1 to " + Filter.MAX_TYPE_BYTES
                        + " bytes and nothing invisible, unlike \"" + Printer.shortened(name) + "\"");
            }
        }
        requireBytes(FilterCodec.size(names));
    }

    static boolean isPrintable(String name) {
        return UTF_8.newEncoder().canEncode(name) && name.chars().noneMatch(Character::isISOControl);
    }

    static void requireLiterals(Path path, List<Literal> literals) {
        if (literals.size() < 2 || literals.size() > Filter.MAX_LITERALS) {
            throw new FilterException(
                    path + ": in has 2 to " + Filter.MAX_LITERALS + " different values, not " + literals.size());
        }
        requireBytes(FilterCodec.size(path, literals));
    }

    /** @param parts of the filter that is being made */
    static void requireParts(String word, List<Filter> parts) {
        if (parts.size() < 2) {
            throw new FilterException(word + ": two filters or more, not " + parts.size());
        }
        requireWithin(parts);
    }

    /** @param inside what the filter that is being made is made of */
    static void requireWithin(List<Filter> inside) {
        int nodes = 1 + inside.stream().mapToInt(Bounds::nodes).sum();
        if (nodes > Filter.MAX_NODES) {
            throw new FilterException("a filter has at most " + Filter.MAX_NODES + " parts, not " + nodes
                    + "; use in for many values of one field");
        }
        if (1 + inside.stream().mapToInt(Bounds::depth).max().orElse(0) > Filter.MAX_DEPTH) {
            throw new FilterException("filters are at most " + Filter.MAX_DEPTH + " deep within each other");
        }
        requireBytes(FilterCodec.size(
                1 + inside.size(), inside.stream().mapToInt(FilterCodec::size).sum()));
    }

    private static void requireBytes(int bytes) {
        if (bytes > Filter.MAX_BYTES) {
            throw new FilterException("a filter has at most " + Filter.MAX_BYTES + " bytes, not " + bytes);
        }
    }

    static int nodes(Filter filter) {
        return 1 + parts(filter).stream().mapToInt(Bounds::nodes).sum();
    }

    static int depth(Filter filter) {
        return 1 + parts(filter).stream().mapToInt(Bounds::depth).max().orElse(0);
    }

    static List<Filter> parts(Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.all();
        }
        if (filter instanceof Filter.Or or) {
            return or.any();
        }
        return filter instanceof Filter.Not not ? List.of(not.filter()) : List.of();
    }
}
