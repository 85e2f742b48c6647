package io.comity.filter;

import io.comity.identity.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a token means where a value is expected. */
final class Values {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern SPAN = Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h|d)");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})*");
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** So that no number takes long to read: more than the largest that a filter may hold. */
    private static final int MAX_NUMBER_CHARS = 1_000;

    private Values() {}

    static Literal of(Token token) {
        return switch (token.kind()) {
            case TEXT -> new Literal.Text(token.text());
            case WORD -> word(token.text());
            case NUMBER -> number(token);
            case BYTES -> new Literal.Octets(bytes(token));
            case UUID -> Literal.of(id(token));
            case SIGN, END -> throw unexpected(token);
        };
    }

    private static FilterException unexpected(Token token) {
        return new FilterException("expected a value, found " + token.found());
    }

    private static Literal word(String word) {
        return word.equals("true") || word.equals("false")
                ? new Literal.Truth(word.equals("true"))
                : new Literal.Text(word);
    }

    private static Bytes bytes(Token token) {
        if (!HEX.matcher(token.text()).matches()) {
            throw new FilterException("expected pairs of hex digits between h' and ', found " + token.found());
        }
        return Bytes.ofHex(token.text());
    }

    private static UUID id(Token token) {
        if (!ID.matcher(token.text()).matches()) {
            throw new FilterException("expected a UUID between u' and ', found " + token.found());
        }
        return UUID.fromString(token.text());
    }

    private static Literal number(Token token) {
        String text = token.text();
        if (text.length() > MAX_NUMBER_CHARS) {
            throw new FilterException("a number in a filter has at most " + MAX_NUMBER_CHARS + " characters");
        }
        if (WHOLE.matcher(text).matches()) {
            return new Literal.Whole(new BigInteger(text));
        }
        if (DECIMAL.matcher(text).matches()) {
            return new Literal.Decimal(Double.parseDouble(text));
        }
        Matcher span = SPAN.matcher(text);
        return span.matches() ? span(span.group(1), span.group(2), token) : moment(token);
    }

    private static Literal moment(Token token) {
        try {
            return new Literal.Moment(Instant.parse(token.text()));
        } catch (DateTimeException e) {
            throw new FilterException(
                    "expected a number, an instant such as 2026-01-31T12:00:00Z or a duration such as 1.5s, found "
                            + token.found());
        }
    }

    private static Literal span(String amount, String unit, Token token) {
        BigDecimal seconds = new BigDecimal(amount).multiply(secondsIn(unit));
        BigInteger whole = seconds.setScale(0, RoundingMode.FLOOR).toBigInteger();
        BigDecimal nanos =
                seconds.subtract(new BigDecimal(whole)).movePointRight(9).stripTrailingZeros();
        if (whole.bitLength() >= Long.SIZE || nanos.scale() > 0) {
            throw new FilterException(
                    "expected a duration of whole nanoseconds and at most 2^63 seconds, found " + token.found());
        }
        return new Literal.Span(Duration.ofSeconds(whole.longValue(), nanos.longValueExact()));
    }

    private static BigDecimal secondsIn(String unit) {
        return switch (unit) {
            case "ns" -> new BigDecimal("0.000000001");
            case "us" -> new BigDecimal("0.000001");
            case "ms" -> new BigDecimal("0.001");
            case "m" -> new BigDecimal(60);
            case "h" -> new BigDecimal(3_600);
            case "d" -> new BigDecimal(86_400);
            default -> BigDecimal.ONE;
        };
    }
}
