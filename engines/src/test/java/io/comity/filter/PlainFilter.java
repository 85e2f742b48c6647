package io.comity.filter;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What filters mean, said once more of the messages themselves: by reflection, without bytes, as plainly as can be. */
final class PlainFilter {
    private PlainFilter() {}

    static boolean holds(Filter filter, Object event) {
        if (filter instanceof Filter.And and) {
            return and.all().stream().allMatch(each -> holds(each, event));
        }
        if (filter instanceof Filter.Or or) {
            return or.any().stream().anyMatch(each -> holds(each, event));
        }
        if (filter instanceof Filter.Not not) {
            return !holds(not.filter(), event);
        }
        if (filter instanceof Filter.Type type) {
            return type.names().contains(event.getClass().getSimpleName());
        }
        if (filter instanceof Filter.Everything || filter instanceof Filter.Nothing) {
            return filter instanceof Filter.Everything;
        }
        return test(filter, at(event, Fitting.path(filter).steps()));
    }

    private static @Nullable Object at(@Nullable Object start, List<String> steps) {
        Object here = present(start);
        for (String step : steps) {
            here = here == null ? null : present(component(here, step));
        }
        return here;
    }

    private static @Nullable Object present(@Nullable Object value) {
        return value instanceof Optional<?> optional ? present(optional.orElse(null)) : value;
    }

    private static @Nullable Object component(Object holder, String name) {
        if (!holder.getClass().isRecord()) {
            return null;
        }
        for (RecordComponent each : holder.getClass().getRecordComponents()) {
            if (each.getName().equals(name)) {
                try {
                    return each.getAccessor().invoke(holder);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return null;
    }

    private static boolean test(Filter filter, @Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (filter instanceof Filter.Exists) {
            return !(value instanceof Collection<?> all) || !all.isEmpty();
        }
        if (filter instanceof Filter.Comparison comparison) {
            OptionalInt order = compare(value, comparison.literal());
            return order.isPresent()
                    && switch (comparison.operator()) {
                        case EQUAL -> order.getAsInt() == 0;
                        case UNEQUAL -> order.getAsInt() != 0;
                        case BELOW -> order.getAsInt() < 0;
                        case AT_MOST -> order.getAsInt() <= 0;
                        case ABOVE -> order.getAsInt() > 0;
                        case AT_LEAST -> order.getAsInt() >= 0;
                    };
        }
        if (filter instanceof Filter.Among among) {
            return among.literals().stream()
                    .anyMatch(each -> compare(value, each).equals(OptionalInt.of(0)));
        }
        Literal start = ((Filter.Prefix) filter).start();
        String mine = start instanceof Literal.Text ? text(value) : hex(value);
        String wanted = start instanceof Literal.Text text
                ? text.value()
                : ((Literal.Octets) start).value().toHex();
        return mine != null && mine.startsWith(wanted);
    }

    private static OptionalInt compare(Object value, Literal literal) {
        if (literal instanceof Literal.Whole || literal instanceof Literal.Decimal) {
            BigDecimal wanted = literal instanceof Literal.Whole whole
                    ? new BigDecimal(whole.value())
                    : new BigDecimal(((Literal.Decimal) literal).value());
            return number(value, wanted);
        }
        if (literal instanceof Literal.Text text) {
            String mine = text(value);
            return mine == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Arrays.compare(
                            mine.codePoints().toArray(),
                            text.value().codePoints().toArray()));
        }
        if (literal instanceof Literal.Octets octets) {
            String mine = hex(value);
            return mine == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(mine.compareTo(octets.value().toHex()));
        }
        if (literal instanceof Literal.Truth truth && value instanceof Boolean is) {
            return OptionalInt.of(is.compareTo(truth.value()));
        }
        if (literal instanceof Literal.Moment moment && value instanceof Instant at) {
            return OptionalInt.of(at.compareTo(moment.value()));
        }
        return literal instanceof Literal.Span span && value instanceof Duration took
                ? OptionalInt.of(took.compareTo(span.value()))
                : OptionalInt.empty();
    }

    private static OptionalInt number(Object value, BigDecimal wanted) {
        if (value instanceof Double || value instanceof Float) {
            double real = ((Number) value).doubleValue();
            return Double.isNaN(real)
                    ? OptionalInt.empty()
                    : OptionalInt.of(
                            Double.isInfinite(real) ? (real > 0 ? 1 : -1) : new BigDecimal(real).compareTo(wanted));
        }
        if (value instanceof BigInteger big) {
            return OptionalInt.of(new BigDecimal(big).compareTo(wanted));
        }
        return value instanceof Number number
                ? OptionalInt.of(BigDecimal.valueOf(number.longValue()).compareTo(wanted))
                : OptionalInt.empty();
    }

    private static @Nullable String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Messages.Chance || value instanceof Messages.Cause) {
            return value.getClass().getSimpleName();
        }
        return value instanceof Enum<?> constant ? constant.name() : null;
    }

    private static @Nullable String hex(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof UUID id ? id.toString().replace("-", "") : null;
    }
}
