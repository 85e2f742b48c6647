package io.comity.fuzz;

import java.util.Arrays;

/** Deals out the bytes of an input, front to back, as the choices of a target; when there are no more, zeros. */
final class Input {
    private final byte[] bytes;
    private int at;

    Input(byte[] bytes) {
        this.bytes = bytes;
    }

    /** 0 to 255. */
    int octet() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /** 0 to {@code bound} - 1. */
    int choice(int bound) {
        return octet() % bound;
    }

    boolean flag() {
        return (octet() & 1) == 1;
    }

    /** 0 to 65 535. */
    int pair() {
        return octet() << Byte.SIZE | octet();
    }

    long number() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | octet();
        }
        return value;
    }

    /** As many bytes as the next pair says, or as there are. */
    byte[] run() {
        return take(pair());
    }

    /** At most {@code length} bytes. */
    byte[] take(int length) {
        int from = at;
        at = Math.min(bytes.length, from + length);
        return Arrays.copyOfRange(bytes, from, at);
    }

    byte[] rest() {
        return take(bytes.length - at);
    }

    int left() {
        return bytes.length - at;
    }
}
