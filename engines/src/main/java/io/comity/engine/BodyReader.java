package io.comity.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the items of a body that {@link WellFormed} has passed: lengths are true, text is UTF-8, and as many items follow a
 * container's head as it says. What is left to find out is whether each item is of the declared type. For one body.
 */
final class BodyReader {
    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int FLOAT = 0xfa;
    private static final int DOUBLE = 0xfb;

    private final byte[] body;
    private final int end;
    private int position;

    BodyReader(byte[] body, int offset, int length) {
        this.body = body;
        this.position = offset;
        this.end = offset + length;
    }

    boolean bool() throws MalformedBody {
        int head = head();
        if (head != FALSE && head != TRUE) {
            throw new MalformedBody("not a boolean");
        }
        position++;
        return head == TRUE;
    }

    long integer(long min, long max) throws MalformedBody {
        int major = head() >> 5;
        long argument = major == UNSIGNED || major == NEGATIVE ? argument() : -1;
        if (argument < 0) {
            throw new MalformedBody("not an integer");
        }
        long value = major == UNSIGNED ? argument : ~argument;
        if (value < min || value > max) {
            throw new MalformedBody("integer out of range");
        }
        return value;
    }

    float f32() throws MalformedBody {
        require(head() == FLOAT, "not a float of the right width");
        return Float.intBitsToFloat((int) argument());
    }

    double f64() throws MalformedBody {
        require(head() == DOUBLE, "not a float of the right width");
        return Double.longBitsToDouble(argument());
    }

    String text() throws MalformedBody {
        require(head() >> 5 == TEXT, "not text");
        int length = (int) argument();
        position += length;
        return new String(body, position - length, length, StandardCharsets.UTF_8);
    }

    byte[] bytes() throws MalformedBody {
        require(head() >> 5 == BYTES, "not a byte string");
        int length = (int) argument();
        position += length;
        return Arrays.copyOfRange(body, position - length, position);
    }

    /** Enters an array and returns how many items it has. */
    int array(String otherwise) throws MalformedBody {
        require(head() >> 5 == ARRAY, otherwise);
        return (int) argument();
    }

    /** Enters a map and returns how many pairs it has. */
    int map() throws MalformedBody {
        require(head() >> 5 == MAP, "not a record");
        return (int) argument();
    }

    /** Passes the next item if it is exactly {@code encoded}. */
    boolean passes(byte[] encoded) {
        int after = position + encoded.length;
        boolean same = after <= end && Arrays.equals(body, position, after, encoded, 0, encoded.length);
        position = same ? after : position;
        return same;
    }

    private int head() {
        return body[position] & 0xff;
    }

    private static void require(boolean expected, String otherwise) throws MalformedBody {
        if (!expected) {
            throw new MalformedBody(otherwise);
        }
    }

    /** Reads a head and its argument as unsigned; one above 2^63 is negative here. */
    private long argument() {
        int low = body[position++] & 31;
        if (low < 24) {
            return low;
        }
        long value = 0;
        for (int size = 1 << (low - 24); size > 0; size--) {
            value = value << 8 | body[position++] & 0xff;
        }
        return value;
    }
}
