package io.comity.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.comity.identity.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What a field is compared with. A constant of an enum is the text of its name, a UUID the bytes of it. */
public sealed interface Literal {
    /** Of one text, of one run of bytes, of one whole number. */
    int MAX_BYTES = 256;

    /** A whole number of any size up to {@link #MAX_BYTES}. */
    record Whole(BigInteger value) implements Literal {
        /** @throws FilterException if it is too large */
        public Whole {
            requireSize("a number", value.bitLength() / Byte.SIZE + 1);
        }
    }

    /** A finite number of 64 bits; there is one zero. */
    record Decimal(double value) implements Literal {
        /** @throws FilterException if it is infinite or not a number */
        public Decimal {
            if (!Double.isFinite(value)) {
                throw new FilterException(value + " cannot be compared with; write a finite number");
            }
            value = value == 0 ? 0 : value;
        }
    }

    record Text(String value) implements Literal {
        /** @throws FilterException if it is too long or holds half of a surrogate pair */
        public Text {
            requireSize("a text", value.getBytes(UTF_8).length);
            if (!UTF_8.newEncoder().canEncode(value)) {
                throw new FilterException("a text holds half of a surrogate pair");
            }
        }
    }

    record Truth(boolean value) implements Literal {}

    record Octets(Bytes value) implements Literal {
        /** @throws FilterException if there are too many */
        public Octets {
            requireSize("a run of bytes", value.size());
        }
    }

    record Moment(Instant value) implements Literal {}

    record Span(Duration value) implements Literal {}

    /**
     * The literal for {@code value}: a whole number, float, double, String, Boolean, enum constant, byte array, {@link Bytes},
     * UUID, Instant or Duration, or a literal already.
     *
     * @throws FilterException if it is none of these, or beyond a bound
     */
    static Literal of(Object value) {
        if (value instanceof Literal literal) {
            return literal;
        }
        if (value instanceof BigInteger number) {
            return new Whole(number);
        }
        if (value instanceof Double || value instanceof Float) {
            return new Decimal(((Number) value).doubleValue());
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return new Whole(BigInteger.valueOf(((Number) value).longValue()));
        }
        if (value instanceof Boolean truth) {
            return new Truth(truth);
        }
        return value instanceof CharSequence text ? new Text(text.toString()) : ofOther(value);
    }

    private static Literal ofOther(Object value) {
        if (value instanceof Enum<?> constant) {
            return new Text(constant.name());
        }
        if (value instanceof byte[] bytes) {
            return new Octets(Bytes.of(bytes));
        }
        if (value instanceof Bytes bytes) {
            return new Octets(bytes);
        }
        if (value instanceof UUID id) {
            return new Octets(Bytes.of(ByteBuffer.allocate(16)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array()));
        }
        if (value instanceof Instant moment) {
            return new Moment(moment);
        }
        if (value instanceof Duration span) {
            return new Span(span);
        }
        throw new FilterException(
                "a field cannot be compared with a " + value.getClass().getSimpleName()
                        + "; use a number, text, boolean, enum constant, bytes, UUID, Instant or Duration");
    }

    private static void requireSize(String what, int bytes) {
        if (bytes > MAX_BYTES) {
            throw new FilterException(what + " in a filter has at most " + MAX_BYTES + " bytes, not " + bytes);
        }
    }
}
