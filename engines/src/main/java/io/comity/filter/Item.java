package io.comity.filter;

/**
 * Where items of CBOR begin and end in bytes that nobody has checked. Definite lengths and shortest heads only; what else comes, or
 * does not fit the bytes, is a fault. Allocates nothing, and takes as long as there are bytes.
 */
final class Item {
    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int SIMPLE = 7;
    static final int FALSE = 0xf4;
    static final int TRUE = 0xf5;
    static final int FLOAT = 0xfa;
    static final int DOUBLE = 0xfb;

    private byte[] body = {};
    private int end;
    private int first;
    private long argument;
    private int content;

    void reset(byte[] newBody, int newEnd) {
        body = newBody;
        end = newEnd;
    }

    /**
     * Reads the head at {@code position}, and of a string also that all of it is there.
     *
     * @return whether it is sound
     */
    boolean head(int position) {
        if (position < 0 || position >= end) {
            return false;
        }
        first = body[position] & 0xff;
        content = position + 1;
        int low = first & 31;
        argument = low;
        if (low >= 24 && !(major() == SIMPLE && low < 26) && !longArgument(low)) {
            return false;
        }
        return switch (major()) {
            case UNSIGNED, NEGATIVE -> argument >= 0;
            case BYTES, TEXT, ARRAY -> argument >= 0 && argument <= end - content;
            case MAP -> argument >= 0 && argument <= (end - content) / 2;
            case SIMPLE -> first == FALSE || first == TRUE || first == FLOAT || first == DOUBLE;
            default -> false;
        };
    }

    private boolean longArgument(int low) {
        int size = low > 27 ? Integer.MAX_VALUE : 1 << low - 24;
        if (size > end - content) {
            return false;
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | body[content++] & 0xff;
        }
        argument = value;
        return major() == SIMPLE || (size == 1 ? value >= 24 : value >>> 4 * size != 0);
    }

    int major() {
        return first >> 5;
    }

    /** The first byte of the head. */
    int first() {
        return first;
    }

    /** The number in the head: a value, a length, a count, or the bits of a float. */
    long argument() {
        return argument;
    }

    /** The value of an integer. */
    long integer() {
        return major() == NEGATIVE ? ~argument : argument;
    }

    /** Where what follows the head begins. */
    int content() {
        return content;
    }

    /** @return where the item at {@code position} ends, or -1 if it is not sound */
    int skip(int position) {
        int at = position;
        for (long left = 1; left > 0; left--) {
            if (!head(at)) {
                return -1;
            }
            at = content;
            switch (major()) {
                case BYTES, TEXT -> at += (int) argument;
                case ARRAY -> left += argument;
                case MAP -> left += 2 * argument;
                default -> {}
            }
        }
        return at;
    }
}
