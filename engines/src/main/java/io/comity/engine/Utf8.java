package io.comity.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8 as the Unicode Standard has it (table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Utf8() {}

    static boolean isValid(byte[] bytes, int from, int to) {
        int at = ascii(bytes, from, to);
        while (at < to) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int length = sequence(bytes, at, to);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Passes what is ASCII, eight bytes at a time. */
    private static int ascii(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= 8 && ((long) EIGHT.get(bytes, at) & 0x8080808080808080L) == 0) {
            at += 8;
        }
        return at;
    }

    /** The length of the sequence of two to four bytes at {@code at}, or 0 if it is none. */
    private static int sequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        int length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (length == 0 || length > to - at) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
