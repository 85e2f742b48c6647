package io.comity.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 (RFC 3629) without second chances: nothing is ever replaced. */
public final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Whether every byte is below 0x80. */
    static boolean isAscii(byte[] bytes, int offset, int length) {
        int seen = 0;
        for (int at = offset; at < offset + length; at++) {
            seen |= bytes[at];
        }
        return seen >= 0;
    }

    /** Well-formed as in the Unicode standard, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF. */
    public static boolean isWellFormed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = afterAscii(bytes, offset, end);
        while (at < end) {
            int size = sequenceSize(bytes, at, end);
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /** Passes what begins as ASCII, eight bytes at a time. */
    private static int afterAscii(byte[] bytes, int offset, int end) {
        int at = offset;
        while (end - at >= Long.BYTES && ((long) EIGHT.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        return at;
    }

    private static int sequenceSize(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int size = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (size == 0 || at + size > end || !secondFits(first, bytes[at + 1] & 0xff)) {
            return 0;
        }
        for (int next = at + 2; next < at + size; next++) {
            if ((bytes[next] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static boolean secondFits(int first, int second) {
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }

    /** The size of {@code text} in bytes; a lone surrogate has none, which is the writer's bug. */
    static int size(String text) {
        int size = text.length();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= 0x80) {
                size += c < 0x800 ? 1 : 2;
                if (Character.isSurrogate(c)) {
                    requirePair(text, at++);
                }
            }
        }
        return size;
    }

    /** Writes {@code text}, whose pairs {@link #size} has checked, and returns where it ends. */
    static int write(String text, byte[] target, int offset) {
        int to = offset;
        for (int at = 0; at < text.length(); at++) {
            int c = text.charAt(at);
            if (c < 0x80) {
                target[to++] = (byte) c;
                continue;
            }
            if (Character.isSurrogate((char) c)) {
                c = text.codePointAt(at++);
            }
            to = writeLong(c, target, to);
        }
        return to;
    }

    private static int writeLong(int codePoint, byte[] target, int offset) {
        int to = offset;
        int rest = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        int mark = rest == 1 ? 0xc0 : rest == 2 ? 0xe0 : 0xf0;
        target[to++] = (byte) (mark | codePoint >>> 6 * rest);
        while (--rest >= 0) {
            target[to++] = (byte) (0x80 | codePoint >>> 6 * rest & 0x3f);
        }
        return to;
    }

    private static void requirePair(String text, int at) {
        if (Character.charCount(text.codePointAt(at)) != 2) {
            throw new IllegalArgumentException("text with half a character at index " + at);
        }
    }
}
