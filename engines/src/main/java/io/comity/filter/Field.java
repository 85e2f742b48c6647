package io.comity.filter;

import java.util.Arrays;
import java.util.Collection;

/** One field on the way to becoming a filter. What it is compared with is anything that {@link Literal#of} takes. */
public final class Field {
    private final Path path;

    Field(Path path) {
        this.path = path;
    }

    public Filter is(Object value) {
        return compared(Operator.EQUAL, value);
    }

    /** Is there, is comparable, and is another; see the table in {@link Filter}. */
    public Filter isNot(Object value) {
        return compared(Operator.UNEQUAL, value);
    }

    public Filter below(Object value) {
        return compared(Operator.BELOW, value);
    }

    public Filter atMost(Object value) {
        return compared(Operator.AT_MOST, value);
    }

    public Filter above(Object value) {
        return compared(Operator.ABOVE, value);
    }

    public Filter atLeast(Object value) {
        return compared(Operator.AT_LEAST, value);
    }

    /** From {@code least} to {@code most}, both included. */
    public Filter between(Object least, Object most) {
        return atLeast(least).and(atMost(most));
    }

    public Filter in(Object... values) {
        return in(Arrays.asList(values));
    }

    /** @param values at most {@link Filter#MAX_LITERALS} after equal ones are one; of none, nothing */
    public Filter in(Collection<?> values) {
        return Filter.among(path, values.stream().map(Literal::of).toList());
    }

    /** Begins with this text, or with these bytes. */
    public Filter startsWith(Object start) {
        return new Filter.Prefix(path, Literal.of(start));
    }

    /** Is there, and is no empty list, set or map. */
    public Filter exists() {
        return new Filter.Exists(path);
    }

    private Filter compared(Operator operator, Object value) {
        return new Filter.Comparison(path, operator, Literal.of(value));
    }
}
