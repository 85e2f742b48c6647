package io.comity.filter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of one sort between two ends.
 *
 * @param low null for no end below
 * @param high null for no end above
 * @param isLowIn whether {@code low} itself is in; true when there is none
 * @param isHighIn whether {@code high} itself is in; true when there is none
 */
record Range(
        Key.Sort sort,
        @Nullable Key low,
        boolean isLowIn,
        @Nullable Key high,
        boolean isHighIn) implements Comparable<Range> {
    static Range exactly(Key key) {
        return new Range(key.sort(), key, true, key, true);
    }

    /** What a value must be within to pass {@code test}, and need be no more: empty for a test that has no such range. */
    static Optional<Range> of(Filter test) {
        if (test instanceof Filter.Prefix prefix) {
            return Optional.of(startingWith(Key.of(prefix.start())));
        }
        return test instanceof Filter.Comparison comparison && comparison.operator() != Operator.UNEQUAL
                ? Optional.of(compared(comparison.operator(), Key.of(comparison.literal())))
                : Optional.empty();
    }

    private static Range startingWith(Key start) {
        Key after = start.afterPrefix();
        return new Range(
                start.sort(), start, true, after.sort() == Key.Sort.NONE ? null : after, after.sort() == Key.Sort.NONE);
    }

    private static Range compared(Operator operator, Key key) {
        return switch (operator) {
            case BELOW -> new Range(key.sort(), null, true, key, false);
            case AT_MOST -> new Range(key.sort(), null, true, key, true);
            case ABOVE -> new Range(key.sort(), key, false, null, true);
            case AT_LEAST -> new Range(key.sort(), key, true, null, true);
            case EQUAL, UNEQUAL -> exactly(key);
        };
    }

    /** What is in both; of two sorts, a range of nothing. */
    Range and(Range that) {
        if (sort != that.sort) {
            return new Range(Key.Sort.NONE, null, false, null, false);
        }
        Range lower = compareLow(that) >= 0 ? this : that;
        Range upper = compareHigh(that) <= 0 ? this : that;
        return new Range(sort, lower.low, lower.isLowIn, upper.high, upper.isHighIn);
    }

    /** From where this begins to where {@code that} ends, or wider: all that is in either, and what is between. */
    Range spanning(Range that) {
        Range lower = compareLow(that) <= 0 ? this : that;
        Range upper = compareHigh(that) >= 0 ? this : that;
        return new Range(sort, lower.low, lower.isLowIn, upper.high, upper.isHighIn);
    }

    /** Whether it holds all that begins with where it begins, and nothing else. */
    boolean isPrefix() {
        boolean canBe = isLowIn && (sort == Key.Sort.TEXT || sort == Key.Sort.OCTETS);
        return canBe && low != null && equals(startingWith(low));
    }

    boolean isEmpty() {
        if (sort == Key.Sort.NONE) {
            return true;
        }
        int order = low == null || high == null ? -1 : low.compareTo(high);
        return order > 0 || order == 0 && !(isLowIn && isHighIn);
    }

    boolean isOne() {
        return low != null && high != null && low.compareTo(high) == 0;
    }

    /** Whether {@code key}, of this sort, is not below the low end. */
    boolean startsBy(Key key) {
        int order = low == null ? -1 : low.compareTo(key);
        return order < 0 || order == 0 && isLowIn;
    }

    /** Whether {@code key}, of this sort, is not above the high end. */
    boolean reaches(Key key) {
        int order = high == null ? 1 : high.compareTo(key);
        return order > 0 || order == 0 && isHighIn;
    }

    /** Which begins first. */
    int compareLow(Range that) {
        if (low == null || that.low == null) {
            return Boolean.compare(low != null, that.low != null);
        }
        int order = low.compareTo(that.low);
        return order != 0 ? order : Boolean.compare(that.isLowIn, isLowIn);
    }

    /** Which ends first. */
    int compareHigh(Range that) {
        if (high == null || that.high == null) {
            return Boolean.compare(high == null, that.high == null);
        }
        int order = high.compareTo(that.high);
        return order != 0 ? order : Boolean.compare(isHighIn, that.isHighIn);
    }

    @Override
    public int compareTo(Range that) {
        int bySort = sort.compareTo(that.sort);
        int byLow = bySort != 0 ? bySort : compareLow(that);
        return byLow != 0 ? byLow : compareHigh(that);
    }
}
