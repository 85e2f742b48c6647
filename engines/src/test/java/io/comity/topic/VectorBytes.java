package io.comity.topic;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes as {@code topics-vectors.json} has them: in hex, and those that are long and monotonous as a list of parts, each in hex, or
 * in hex with how often it stands there.
 */
final class VectorBytes {
    private static final int SHORT_BYTES = 2_048;
    private static final int MAX_PERIOD_BYTES = 140;
    private static final int LEAST_RUN_BYTES = 64;

    private VectorBytes() {}

    static Object write(byte[] bytes) {
        return bytes.length <= SHORT_BYTES ? HexFormat.of().formatHex(bytes) : parts(bytes);
    }

    private static List<Object> parts(byte[] bytes) {
        List<Object> parts = new ArrayList<>();
        int plain = 0;
        int at = 0;
        while (at < bytes.length) {
            int period = period(bytes, at);
            if (period == 0) {
                at++;
            } else {
                int times = run(bytes, at, period) / period;
                addPlain(parts, bytes, plain, at);
                parts.add(List.of(HexFormat.of().formatHex(bytes, at, at + period), (long) times));
                at += times * period;
                plain = at;
            }
        }
        addPlain(parts, bytes, plain, at);
        return parts;
    }

    private static void addPlain(List<Object> parts, byte[] bytes, int from, int to) {
        if (to > from) {
            parts.add(HexFormat.of().formatHex(bytes, from, to));
        }
    }

    /** The shortest one with which enough of what follows repeats itself, or 0. */
    private static int period(byte[] bytes, int at) {
        for (int period = 1; period <= MAX_PERIOD_BYTES; period++) {
            int run = run(bytes, at, period);
            if (run >= LEAST_RUN_BYTES && run >= 3 * period && isLong(bytes, at, period, run)) {
                return period;
            }
        }
        return 0;
    }

    /** No longer period goes on for much longer. */
    private static boolean isLong(byte[] bytes, int at, int period, int run) {
        for (int longer = period + 1; longer <= MAX_PERIOD_BYTES; longer++) {
            if (run(bytes, at, longer) > 2 * run) {
                return false;
            }
        }
        return true;
    }

    private static int run(byte[] bytes, int at, int period) {
        int end = at + period;
        while (end < bytes.length && bytes[end] == bytes[end - period]) {
            end++;
        }
        return Math.min(end, bytes.length) - at;
    }

    static byte[] read(Object written) {
        if (written instanceof String hex) {
            return HexFormat.of().parseHex(hex);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : (List<?>) written) {
            if (part instanceof String hex) {
                all.writeBytes(HexFormat.of().parseHex(hex));
            } else {
                List<?> repeated = (List<?>) part;
                byte[] unit = HexFormat.of().parseHex((String) repeated.get(0));
                for (long left = (Long) repeated.get(1); left > 0; left--) {
                    all.writeBytes(unit);
                }
            }
        }
        return all.toByteArray();
    }

    /** A whole number, in decimal digits where programs whose numbers are exact up to 2^53 would not read it. */
    static Object number(long value) {
        return value < 1L << 53 ? (Object) value : (Object) Long.toString(value);
    }
}
