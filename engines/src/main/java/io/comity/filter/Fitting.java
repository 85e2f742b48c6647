package io.comity.filter;

import io.comity.engine.Layout;
import java.util.List;
import java.util.Optional;

/** Whether a test of one field can hold where a field of some layout is. */
final class Fitting {
    private static final int UUID_BYTES = 16;

    private Fitting() {}

    static Path path(Filter test) {
        if (test instanceof Filter.Comparison comparison) {
            return comparison.path();
        }
        if (test instanceof Filter.Among among) {
            return among.path();
        }
        return test instanceof Filter.Prefix prefix ? prefix.path() : ((Filter.Exists) test).path();
    }

    /** What is wrong, for people; empty when it can hold. */
    static Optional<String> fault(Filter test, Layout layout) {
        if (test instanceof Filter.Comparison comparison) {
            Optional<String> order = comparison.operator().isOrder() ? unordered(layout) : Optional.empty();
            return order.or(() -> fault(comparison.operator(), comparison.literal(), layout));
        }
        if (test instanceof Filter.Among among) {
            return among.literals().stream()
                    .flatMap(each -> fault(Operator.EQUAL, each, layout).stream())
                    .findFirst();
        }
        return test instanceof Filter.Prefix prefix ? prefixFault(prefix.start(), layout) : Optional.empty();
    }

    private static Optional<String> unordered(Layout layout) {
        return switch (layout.kind()) {
            case BOOLEAN, ENUM, CHOICE -> Optional.of(what(layout) + " has no order; use =, != or in");
            default -> Optional.empty();
        };
    }

    private static Optional<String> fault(Operator operator, Literal literal, Layout layout) {
        return switch (layout.kind()) {
            case INTEGER, BIG_INTEGER -> numberFault(operator, literal, layout);
            case FLOAT -> floatFault(operator, literal, layout);
            case DOUBLE -> require(isNumber(literal), layout, literal, "write a number");
            case TEXT -> require(literal instanceof Literal.Text, layout, literal, "write it in quotes");
            case BOOLEAN -> require(literal instanceof Literal.Truth, layout, literal, "write true or false");
            case BYTES -> require(literal instanceof Literal.Octets, layout, literal, "write h'…' with hex digits");
            case UUID -> idFault(operator, literal, layout);
            case INSTANT ->
                require(
                        literal instanceof Literal.Moment,
                        layout,
                        literal,
                        "write it as 2026-01-31T12:00:00Z, without quotes");
            case DURATION -> require(literal instanceof Literal.Span, layout, literal, "write it as 1.5s");
            case ENUM, CHOICE -> nameFault(literal, layout);
            case RECORD -> Optional.of("is a record; compare one of its fields: " + String.join(", ", layout.names()));
            case COLLECTION, OPAQUE, OPTIONAL ->
                Optional.of(what(layout) + " cannot be compared; only exists can be asked");
        };
    }

    private static boolean isNumber(Literal literal) {
        return literal instanceof Literal.Whole || literal instanceof Literal.Decimal;
    }

    private static Optional<String> require(boolean is, Layout layout, Literal literal, String cure) {
        return is
                ? Optional.empty()
                : Optional.of(what(layout) + " is never " + Printer.shortened(Printer.print(literal)) + "; " + cure);
    }

    private static Optional<String> numberFault(Operator operator, Literal literal, Layout layout) {
        boolean isWhole =
                !(literal instanceof Literal.Decimal decimal) || decimal.value() == Math.rint(decimal.value());
        return require(isNumber(literal) && (operator.isOrder() || isWhole), layout, literal, "write a whole number");
    }

    /** What 32 bits do not hold is equal to none of them. */
    private static Optional<String> floatFault(Operator operator, Literal literal, Layout layout) {
        boolean holds = operator.isOrder()
                || literal instanceof Literal.Whole
                || literal instanceof Literal.Decimal decimal && (float) decimal.value() == decimal.value();
        String cure = literal instanceof Literal.Decimal decimal
                ? "the nearest is " + (double) (float) decimal.value()
                : "write a number";
        return require(isNumber(literal) && holds, layout, literal, cure);
    }

    private static Optional<String> idFault(Operator operator, Literal literal, Layout layout) {
        boolean fits = literal instanceof Literal.Octets octets
                && (operator.isOrder() || octets.value().size() == UUID_BYTES);
        return require(fits, layout, literal, "write u'00000000-0000-0000-0000-000000000000'");
    }

    private static Optional<String> nameFault(Literal literal, Layout layout) {
        if (!(literal instanceof Literal.Text text)) {
            return require(false, layout, literal, "write one of " + String.join(", ", layout.names()));
        }
        boolean is = layout.names().contains(text.value());
        return is
                ? Optional.empty()
                : Optional.of(what(layout) + " is never " + Printer.shortened(text.value())
                        + Nearest.hint(text.value(), layout.names()));
    }

    private static Optional<String> prefixFault(Literal start, Layout layout) {
        boolean fits = layout.kind() == Layout.Kind.TEXT && start instanceof Literal.Text
                || List.of(Layout.Kind.BYTES, Layout.Kind.UUID).contains(layout.kind())
                        && start instanceof Literal.Octets;
        return fits
                ? Optional.empty()
                : Optional.of(what(layout) + " has no such prefix; prefix is for text and bytes");
    }

    private static String what(Layout layout) {
        return switch (layout.kind()) {
            case BOOLEAN -> "a boolean";
            case INTEGER, BIG_INTEGER -> "a whole number";
            case FLOAT -> "a number of 32 bits";
            case DOUBLE -> "a number";
            case TEXT -> "a text";
            case BYTES -> "a run of bytes";
            case UUID -> "a UUID";
            case INSTANT -> "an instant";
            case DURATION -> "a duration";
            case ENUM -> "an enum";
            case CHOICE -> "a choice";
            case COLLECTION -> "a list, set or map";
            case RECORD -> "a record";
            case OPTIONAL, OPAQUE -> "a reference";
        };
    }
}
