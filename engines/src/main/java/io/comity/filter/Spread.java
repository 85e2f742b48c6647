package io.comity.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The values and ranges of one sort that many filters ask of one field. */
final class Spread {
    /** More are one range from the first begin to the last end. */
    static final int MAX_RANGES = 4;

    private final Key.Sort sort;
    private final Counted<Key> values = new Counted<>(Comparator.naturalOrder());
    private final Counted<Range> byLow = new Counted<>(Comparator.naturalOrder());
    private final Counted<Range> byHigh = new Counted<>(Range::compareHigh);

    Spread(Key.Sort sort) {
        this.sort = sort;
    }

    boolean isEmpty() {
        return values.isEmpty() && byLow.isEmpty();
    }

    /** @return whether it says anything new */
    boolean add(Range range) {
        Key low = range.low();
        if (range.isOne() && low != null) {
            return values.add(low);
        }
        byHigh.add(range);
        return byLow.add(range);
    }

    /** @return whether it says less now */
    boolean remove(Range range) {
        Key low = range.low();
        if (range.isOne() && low != null) {
            return values.remove(low);
        }
        byHigh.remove(range);
        return byLow.remove(range);
    }

    /** Exactly what is asked, or empty when that is too much. */
    Optional<List<Filter>> tight(Path path) {
        if (values.size() > Filter.MAX_LITERALS || byLow.size() > MAX_RANGES) {
            return Optional.empty();
        }
        List<Filter> tight = new ArrayList<>();
        byLow.each().forEach(range -> tight.add(filter(path, range)));
        List<Literal> literals = new ArrayList<>();
        values.each().forEach(key -> key.literal().ifPresent(literals::add));
        if (!literals.isEmpty()) {
            tight.add(Filter.among(path, literals));
        }
        return Optional.of(tight);
    }

    /**
     * What takes little room, and holds for all that is asked: a range, or that the field is there. Text of which only equality
     * is asked may be the name of a constant, which has no order.
     */
    List<Filter> loose(Path path) {
        if (sort == Key.Sort.TEXT && byLow.isEmpty()) {
            return List.of(new Filter.Exists(path));
        }
        Range hull =
                byLow.isEmpty() ? Range.exactly(values.first()) : byLow.first().spanning(byHigh.last());
        if (!values.isEmpty()) {
            Range ofValues = Range.exactly(values.first()).spanning(Range.exactly(values.last()));
            hull = hull.spanning(ofValues);
        }
        return List.of(filter(path, hull));
    }

    private static Filter filter(Path path, Range range) {
        Key low = range.low();
        Literal least = low == null ? null : low.literal().orElse(null);
        if (range.isPrefix() && least != null) {
            return new Filter.Prefix(path, least);
        }
        if (range.isOne() && least != null) {
            return new Filter.Comparison(path, Operator.EQUAL, least);
        }
        Key high = range.high();
        Literal most = high == null ? null : high.literal().orElse(null);
        List<Filter> ends = new ArrayList<>();
        if (least != null) {
            ends.add(new Filter.Comparison(path, range.isLowIn() ? Operator.AT_LEAST : Operator.ABOVE, least));
        }
        if (most != null) {
            ends.add(new Filter.Comparison(path, range.isHighIn() ? Operator.AT_MOST : Operator.BELOW, most));
        }
        return ends.isEmpty() ? new Filter.Exists(path) : ends.size() == 1 ? ends.get(0) : new Filter.And(ends);
    }
}
