package io.comity.filter;

import io.comity.wire.CborReader;
import io.comity.wire.Fault;
import java.util.ArrayList;
import java.util.List;

/** Reads one filter of those that {@link FilterCodec} writes; what it returns after a fault means nothing. */
final class FilterReader {
    private final CborReader in;
    private int nodes;

    FilterReader(CborReader in) {
        this.in = in;
    }

    /** @param depth of the filter that comes next, from 1 */
    Filter filter(int depth) {
        if (depth > Filter.MAX_DEPTH) {
            in.refuse(Fault.TOO_DEEP);
        }
        if (++nodes > Filter.MAX_NODES) {
            in.refuse(Fault.TOO_MANY);
        }
        int elements = in.array(2 + Filter.MAX_LITERALS);
        int kind = (int) in.uint(FilterCodec.NOT);
        if (in.fault() != null) {
            return Filter.nothing();
        }
        return switch (kind) {
            case FilterCodec.TYPE -> type(elements - 1);
            case FilterCodec.COMPARISON -> comparison(elements);
            case FilterCodec.AMONG -> among(elements - 2);
            case FilterCodec.PREFIX -> prefix(elements);
            case FilterCodec.EXISTS -> exists(elements);
            case FilterCodec.AND -> and(filters(elements - 1, depth));
            case FilterCodec.OR -> or(filters(elements - 1, depth));
            case FilterCodec.NOT -> not(elements, depth);
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
        return kind == FilterCodec.EVERYTHING ? Filter.everything() : Filter.nothing();
    }
}
