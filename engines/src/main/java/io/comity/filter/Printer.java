package io.comity.filter;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes filters as the text that {@link Parser} reads as the same filters. */
final class Printer {
    private static final Set<String> KEYWORDS =
            Set.of("and", "or", "not", "in", "prefix", "exists", "type", "everything", "nothing");
    /** What looks like the constant of an enum needs no quotes. */
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");

    private static final int SHORT = 40;

    private Printer() {}

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    /** So that no error is as long as what it is about, nor draws on a terminal. */
    static String shortened(String text) {
        String cut = text.length() <= SHORT ? text : text.substring(0, SHORT) + "…";
        StringBuilder visible = new StringBuilder();
        cut.chars().forEach(each -> visible.append(isPlain((char) each) ? (char) each : '?'));
        return visible.toString();
    }

    static String print(Filter filter) {
        if (filter instanceof Filter.And and) {
            return joined(" and ", and.all());
        }
        if (filter instanceof Filter.Or or) {
            return joined(" or ", or.any());
        }
        if (filter instanceof Filter.Not not) {
            return "not " + inner(not.filter());
        }
        if (filter instanceof Filter.Type type) {
            return type(type.names());
        }
        if (filter instanceof Filter.Comparison comparison) {
            return path(comparison.path()) + " " + comparison.operator().sign() + " " + print(comparison.literal());
        }
        if (filter instanceof Filter.Among among) {
            return path(among.path()) + " in "
                    + among.literals().stream().map(Printer::print).collect(Collectors.joining(", ", "(", ")"));
        }
        if (filter instanceof Filter.Prefix prefix) {
            return path(prefix.path()) + " prefix " + print(prefix.start());
        }
        if (filter instanceof Filter.Exists exists) {
            return path(exists.path()) + " exists";
        }
        return filter instanceof Filter.Everything ? "everything" : "nothing";
    }

    private static String joined(String between, List<Filter> filters) {
        return filters.stream().map(Printer::inner).collect(Collectors.joining(between));
    }

    private static String inner(Filter filter) {
        boolean isCompound = filter instanceof Filter.And || filter instanceof Filter.Or;
        return isCompound ? "(" + print(filter) + ")" : print(filter);
    }

    private static String type(List<String> names) {
        return names.size() == 1
                ? "type = " + name(names.get(0))
                : names.stream().map(Printer::name).collect(Collectors.joining(", ", "type in (", ")"));
    }

    private static String name(String name) {
        boolean isWord = List.of(name.split("\\.", -1)).stream().allMatch(Path::isStep);
        return isWord ? name : quoted(name);
    }

    static String path(Path path) {
        return (isKeyword(path.steps().get(0)) && path.steps().size() == 1 ? "." : "") + path;
    }

    static String print(Literal literal) {
        if (literal instanceof Literal.Whole whole) {
            return whole.value().toString();
        }
        if (literal instanceof Literal.Decimal decimal) {
            return Double.toString(decimal.value());
        }
        if (literal instanceof Literal.Text text) {
            return CONSTANT.matcher(text.value()).matches() ? text.value() : quoted(text.value());
        }
        if (literal instanceof Literal.Octets octets) {
            return "h'" + octets.value().toHex() + "'";
        }
        if (literal instanceof Literal.Moment moment) {
            return moment.value().toString();
        }
        return literal instanceof Literal.Span span
                ? span(span.value())
                : Boolean.toString(((Literal.Truth) literal).value());
    }

    private static String span(Duration span) {
        BigDecimal seconds = BigDecimal.valueOf(span.getSeconds())
                .add(BigDecimal.valueOf(span.getNano(), 9))
                .stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            switch (each) {
                case '"', '\\' -> quoted.append('\\').append(each);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(isPlain(each) ? each : String.format(Locale.ROOT, "\\u%04x", (int) each));
            }
        }
        return quoted.append('"').toString();
    }

    /** Nothing that a terminal takes for an order, or that turns the direction of what follows. */
    static boolean isPlain(char each) {
        return !Character.isISOControl(each) && Character.getType(each) != Character.FORMAT;
    }
}
