package io.comity.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.comity.identity.Bytes;
import io.comity.wire.Utf8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What can be compared, in one form for each value, so that equal is equal however it was encoded. Ordered within a sort as
 * {@link Filter} says, and sort by sort. May be set anew, to look into bodies without a key for each value; one that is kept
 * in a table must own its bytes.
 *
 * <p>A number is a {@code long}, or has a fraction and is a {@code double}, or is beyond 64 bits and is two's complement in
 * shortest form, or is infinite: the {@link #tier} says which, from negative infinity at -2 over 0 for the first two.
 */
final class Key implements Comparable<Key> {
    enum Sort {
        NONE,
        TRUTH,
        NUMBER,
        TEXT,
        OCTETS,
        TIME
    }

    private static final byte[] NO_BYTES = {};
    private static final double TWO_TO_63 = 0x1p63;

    private Sort sort = Sort.NONE;
    private int tier;
    private boolean isFraction;
    private long number;
    private double fraction;
    private int nanos;
    /** Of a time that came from a duration; makes no difference to what it is equal to. */
    private boolean isSpan;

    private byte[] content = NO_BYTES;
    private int offset;
    private int length;

    static Key of(Literal literal) {
        Key key = new Key();
        if (literal instanceof Literal.Whole whole) {
            key.setWhole(whole.value());
        } else if (literal instanceof Literal.Decimal decimal) {
            key.setReal(decimal.value());
        } else if (literal instanceof Literal.Text text) {
            key.setOwned(Sort.TEXT, text.value().getBytes(UTF_8));
        } else if (literal instanceof Literal.Octets octets) {
            key.setOwned(Sort.OCTETS, octets.value().toArray());
        } else if (literal instanceof Literal.Truth truth) {
            key.setTruth(truth.value());
        } else if (literal instanceof Literal.Moment moment) {
            key.setTime(moment.value().getEpochSecond(), moment.value().getNano());
        } else if (literal instanceof Literal.Span span) {
            key.setTime(span.value().toSeconds(), span.value().getNano());
            key.isSpan = true;
        }
        return key;
    }

    static Key text(String text) {
        Key key = new Key();
        key.setOwned(Sort.TEXT, text.getBytes(UTF_8));
        return key;
    }

    /** What is neither below this nor begins with it, and least; this itself begins with nothing when all of it is 0xff. */
    Key afterPrefix() {
        int kept = length;
        while (kept > 0 && content[offset + kept - 1] == -1) {
            kept--;
        }
        Key after = new Key();
        if (kept > 0) {
            byte[] bytes = Arrays.copyOfRange(content, offset, offset + kept);
            bytes[kept - 1]++;
            after.setOwned(sort, bytes);
        }
        return after;
    }

    /** A literal with this value; empty for text that is none, such as {@link #afterPrefix} may be. */
    Optional<Literal> literal() {
        return switch (sort) {
            case TRUTH -> Optional.of(new Literal.Truth(number == 1));
            case NUMBER -> numberLiteral();
            case TEXT ->
                Utf8.isWellFormed(content, offset, length)
                        ? Optional.of(new Literal.Text(new String(content, offset, length, UTF_8)))
                        : Optional.empty();
            case OCTETS -> Optional.of(new Literal.Octets(Bytes.of(content, offset, length)));
            case TIME ->
                Optional.of(
                        isSpan
                                ? new Literal.Span(Duration.ofSeconds(number, nanos))
                                : new Literal.Moment(Instant.ofEpochSecond(number, nanos)));
            case NONE -> Optional.empty();
        };
    }

    private Optional<Literal> numberLiteral() {
        if (tier == 0) {
            return Optional.of(
                    isFraction ? new Literal.Decimal(fraction) : new Literal.Whole(BigInteger.valueOf(number)));
        }
        return tier == 1 || tier == -1
                ? Optional.of(new Literal.Whole(new BigInteger(content, offset, length)))
                : Optional.empty();
    }

    Sort sort() {
        return sort;
    }

    void clear() {
        sort = Sort.NONE;
    }

    void setTruth(boolean truth) {
        sort = Sort.TRUTH;
        number = truth ? 1 : 0;
    }

    void setNumber(long value) {
        sort = Sort.NUMBER;
        tier = 0;
        isFraction = false;
        number = value;
    }

    /** NaN is nothing. */
    void setReal(double value) {
        if (Double.isNaN(value)) {
            sort = Sort.NONE;
        } else if (Double.isInfinite(value)) {
            sort = Sort.NUMBER;
            tier = value > 0 ? 2 : -2;
        } else if (value >= -TWO_TO_63 && value < TWO_TO_63) {
            setSmall(value);
        } else {
            setWhole(new BigDecimal(value).toBigInteger());
        }
    }

    private void setSmall(double value) {
        setNumber((long) Math.floor(value));
        isFraction = number != value;
        fraction = value;
    }

    private void setWhole(BigInteger value) {
        byte[] bytes = value.toByteArray();
        setBig(bytes, 0, bytes.length);
    }

    /** @param size at least 1; a number with more bytes than it needs is nothing */
    void setBig(byte[] bytes, int from, int size) {
        if (size > Long.BYTES) {
            boolean isPadded = bytes[from] == 0 && bytes[from + 1] >= 0 || bytes[from] == -1 && bytes[from + 1] < 0;
            set(isPadded ? Sort.NONE : Sort.NUMBER, bytes, from, size);
            tier = bytes[from] < 0 ? -1 : 1;
            return;
        }
        long value = bytes[from];
        for (int i = 1; i < size; i++) {
            value = value << Byte.SIZE | bytes[from + i] & 0xff;
        }
        setNumber(value);
        boolean isPadded =
                size > 1 && (value >> (size - 1) * Byte.SIZE - 1 == 0 || value >> (size - 1) * Byte.SIZE - 1 == -1);
        sort = isPadded ? Sort.NONE : Sort.NUMBER;
    }

    void setTime(long seconds, int nanosOfSecond) {
        sort = Sort.TIME;
        number = seconds;
        nanos = nanosOfSecond;
    }

    /** Of text or bytes; those are not copied. */
    void set(Sort newSort, byte[] bytes, int from, int size) {
        sort = newSort;
        content = bytes;
        offset = from;
        length = size;
    }

    private void setOwned(Sort newSort, byte[] bytes) {
        set(newSort, bytes, 0, bytes.length);
    }

    /** Whether this is text or bytes that begin with those of {@code start}, of the same sort. */
    boolean startsWith(Key start) {
        return sort == start.sort
                && length >= start.length
                && Arrays.equals(
                        content,
                        offset,
                        offset + start.length,
                        start.content,
                        start.offset,
                        start.offset + start.length);
    }

    @Override
    public int compareTo(Key that) {
        if (sort != that.sort) {
            return sort.compareTo(that.sort);
        }
        return switch (sort) {
            case NONE -> 0;
            case TRUTH -> Long.compare(number, that.number);
            case NUMBER -> compareNumbers(that);
            case TEXT, OCTETS -> compareContent(that);
            case TIME -> number != that.number ? Long.compare(number, that.number) : Integer.compare(nanos, that.nanos);
        };
    }

    private int compareNumbers(Key that) {
        if (tier != that.tier || tier == 2 || tier == -2) {
            return Integer.compare(tier, that.tier);
        }
        if (tier != 0) {
            int bySize = Integer.compare(length, that.length);
            return bySize == 0 ? compareContent(that) : tier * bySize;
        }
        if (number != that.number || !isFraction && !that.isFraction) {
            return Long.compare(number, that.number);
        }
        return isFraction && that.isFraction ? Double.compare(fraction, that.fraction) : isFraction ? 1 : -1;
    }

    private int compareContent(Key that) {
        return Arrays.compareUnsigned(
                content, offset, offset + length, that.content, that.offset, that.offset + that.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        int hash = sort.ordinal();
        return switch (sort) {
            case NONE -> hash;
            case TRUTH -> 31 * hash + Long.hashCode(number);
            case NUMBER -> tier == 1 || tier == -1 ? contentHash() : 31 * (31 * hash + tier) + numberHash();
            case TEXT, OCTETS -> contentHash();
            case TIME -> 31 * (31 * hash + Long.hashCode(number)) + nanos;
        };
    }

    private int numberHash() {
        return tier == 0
                ? Long.hashCode(isFraction ? Double.doubleToLongBits(fraction) : number * 0x9e3779b97f4a7c15L)
                : 0;
    }

    private int contentHash() {
        int hash = 1 + sort.ordinal();
        for (int at = offset; at < offset + length; at++) {
            hash = 31 * hash + content[at];
        }
        return hash;
    }

    /** For whoever debugs; never for a log. */
    @Override
    public String toString() {
        return sort
                + (sort == Sort.TEXT || sort == Sort.OCTETS ? " " + Bytes.of(content, offset, length) : " " + number);
    }
}
