package io.comity.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a target says when something does not hold: in words, with both sides of it. */
final class Must {
    private Must() {}

    static void hold(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    static void equal(@Nullable Object found, @Nullable Object wanted, String otherwise) {
        if (!Objects.equals(found, wanted)) {
            throw new AssertionError(otherwise + ": found " + found + ", wanted " + wanted);
        }
    }

    static void equal(byte[] found, byte[] wanted, String otherwise) {
        if (!Arrays.equals(found, wanted)) {
            HexFormat hex = HexFormat.of();
            throw new AssertionError(
                    otherwise + ": found " + hex.formatHex(found) + ", wanted " + hex.formatHex(wanted));
        }
    }
}
