package io.comity.engine;

import io.comity.wire.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The gate before the parser: whether bytes are exactly one CBOR item (RFC 8949) of the few kinds that bodies are made of.
 * Definite lengths that fit the input, shortest heads (section 4.2.1), text keys; no tags, no null, no half floats, nothing
 * after the item. So the parser behind it sees no dialect and no length that lies. For one reader.
 */
final class WellFormed {
    private static final byte[] NOTHING = {};

    private final long[] left = new long[BodyCodec.MAX_DEPTH + 1];
    private final boolean[] isMap = new boolean[BodyCodec.MAX_DEPTH + 1];
    private byte[] input = NOTHING;
    private int position;
    private int end;
    private int depth;
    private int count;
    private long argument;

    /** Returns what is wrong, or null. One pass over the heads; of strings only text is looked into. */
    @Nullable
    String fault(byte[] body, int offset, int length) {
        input = body;
        position = offset;
        end = offset + length;
        depth = 0;
        count = 0;
        left[0] = 1;
        String fault = items();
        input = NOTHING;
        return fault;
    }

    /** Items of the body that was looked at last. */
    int count() {
        return count;
    }

    private @Nullable String items() {
        while (true) {
            while (left[depth] == 0) {
                if (depth == 0) {
                    return position == end ? null : "bytes after the body";
                }
                depth--;
            }
            boolean isKey = isMap[depth] && depth > 0 && (left[depth] & 1) == 0;
            left[depth]--;
            String fault = item(isKey);
            if (fault != null) {
                return fault;
            }
        }
    }

    private @Nullable String item(boolean isKey) {
        if (position == end) {
            return "truncated";
        }
        if (++count > BodyCodec.MAX_ITEMS) {
            return "too many items";
        }
        int head = input[position++] & 0xff;
        int major = head >> 5;
        if (isKey && major != 3) {
            return "a key that is not text";
        }
        if (major == 7) {
            return simple(head & 31);
        }
        String fault = argument(head & 31);
        if (fault != null || major < 2) {
            return fault;
        }
        return switch (major) {
            case 2 -> skip();
            case 3 -> text();
            case 4 -> enter(false);
            case 5 -> enter(true);
            default -> "a tag";
        };
    }

    private @Nullable String simple(int low) {
        switch (low) {
            case 20, 21:
                return null;
            case 22:
                return "null";
            case 26, 27:
                argument = low == 26 ? 4 : 8;
                return skip();
            default:
                return "a simple value other than true and false";
        }
    }

    /** Reads the argument of a head as unsigned; one above 2^63 is negative here, which no length survives. */
    private @Nullable String argument(int low) {
        if (low < 24) {
            argument = low;
            return null;
        }
        if (low > 27) {
            return "an indefinite length";
        }
        int size = 1 << (low - 24);
        if (end - position < size) {
            return "truncated";
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | input[position++] & 0xff;
        }
        argument = value;
        boolean shortest = size == 1 ? value >= 24 : value >>> (4 * size) != 0;
        return shortest ? null : "a number or length that is not in its shortest form";
    }

    private @Nullable String skip() {
        if (argument < 0 || argument > end - position) {
            return "truncated";
        }
        position += (int) argument;
        return null;
    }

    private @Nullable String text() {
        int start = position;
        String fault = skip();
        return fault != null || Utf8.isWellFormed(input, start, position - start) ? fault : "text that is not UTF-8";
    }

    /** Every item takes at least one byte, so a count beyond the bytes left is a lie. */
    private @Nullable String enter(boolean map) {
        long items = map ? 2 * argument : argument;
        if (argument < 0 || argument > end - position || items > end - position) {
            return "truncated";
        }
        if (depth == BodyCodec.MAX_DEPTH) {
            return "nested too deeply";
        }
        depth++;
        left[depth] = items;
        isMap[depth] = map;
        return null;
    }
}
