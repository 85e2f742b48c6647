package io.comity.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes as text that survives being read aloud, typed, or printed as a QR code: RFC 4648 section 6, lower case, no padding.
 *
 * <p>The checked form is {@code kind ‖ "1" ‖ base32(payload ‖ checksum)}, for example {@code node1k3v…}. The kind says what
 * the text is for; the digit 1 is not in the alphabet, so it ends the kind. The checksum is the first four bytes of
 * SHA-256({@code "comity/1 text " ‖ kind ‖ 0x00 ‖ payload}): a wrong letter passes once in four thousand million times, and
 * a text of one kind is never taken for another.
 *
 * <p>Reading ignores case (QR codes are smaller in capitals) and white space (mail programs fold long lines). Otherwise
 * every payload has exactly one text: unused bits must be zero.
 */
public final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final char SEPARATOR = '1';
    private static final int CHECKSUM_BYTES = 4;
    private static final byte[] NOT_A_LETTER = {-1};
    private static final byte[] VALUES = values();

    private Base32() {}

    /** Unchecked base32 of {@code bytes}. */
    public static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(encodedLength(bytes.length));
        int bits = 0;
        int held = 0;
        for (byte next : bytes) {
            held = (held << 8 | next & 0xff) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(ALPHABET.charAt(held >>> (bits - 5) & 31));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt(held << (5 - bits) & 31));
        }
        return text.toString();
    }

    /** The checked form of {@code payload}. */
    public static String text(String kind, byte[] payload) {
        byte[] whole = Arrays.copyOf(payload, payload.length + CHECKSUM_BYTES);
        System.arraycopy(checksum(kind, payload), 0, whole, payload.length, CHECKSUM_BYTES);
        return kind + SEPARATOR + encode(whole);
    }

    /**
     * Reads a checked form back. Never throws on what a human can type.
     *
     * @param maxPayloadBytes longer texts are refused before anything is allocated for them
     */
    public static Parsed<Bytes> parse(String kind, String text, int maxPayloadBytes) {
        String prefix = kind + SEPARATOR;
        int start = skip(prefix, text);
        if (start < 0) {
            return refused("it does not begin with " + prefix);
        }
        int limit = prefix.length() + encodedLength(maxPayloadBytes + CHECKSUM_BYTES);
        int letters = (int) text.chars().filter(c -> !isSpace(c)).count();
        if (letters > limit) {
            return refused("too long: " + letters + " characters, at most " + limit + " are expected");
        }
        return decode(text, start, letters - prefix.length()).then(whole -> checked(kind, whole));
    }

    /** Whether {@code text} begins as the checked form of this kind does; nothing else of it is looked at. */
    public static boolean isOf(String kind, String text) {
        return skip(kind + SEPARATOR, text) >= 0;
    }

    /** The number of characters that {@code bytes} bytes take. */
    static int encodedLength(int bytes) {
        return Math.toIntExact((bytes * 8L + 4) / 5);
    }

    /** Where {@code text} goes on after {@code prefix}, or -1 when it begins otherwise. */
    private static int skip(String prefix, String text) {
        int matched = 0;
        int at = 0;
        for (; at < text.length() && matched < prefix.length(); at++) {
            char c = text.charAt(at);
            if (!isSpace(c) && lower(c) != prefix.charAt(matched++)) {
                return -1;
            }
        }
        return matched == prefix.length() ? at : -1;
    }

    private static Parsed<Bytes> decode(String text, int start, int letters) {
        byte[] bytes = new byte[letters * 5 / 8];
        int size = 0;
        int bits = 0;
        int held = 0;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isSpace(c)) {
                continue;
            }
            int value = (c < VALUES.length ? VALUES : NOT_A_LETTER)[c < VALUES.length ? c : 0];
            if (value < 0) {
                return refused("character " + (at + 1) + " is not one of a-z and 2-7");
            }
            held = (held << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[size++] = (byte) (held >>> bits);
            }
        }
        boolean whole = bits < 5 && (held & (1 << bits) - 1) == 0;
        return whole ? new Parsed.Accepted<>(Bytes.of(bytes)) : refused("it is cut short, or its last letter is wrong");
    }

    private static Parsed<Bytes> checked(String kind, Bytes whole) {
        int size = whole.size() - CHECKSUM_BYTES;
        if (size < 0) {
            return refused("it is cut short");
        }
        byte[] payload = Arrays.copyOf(whole.content(), size);
        boolean holds = Arrays.equals(whole.content(), size, whole.size(), checksum(kind, payload), 0, CHECKSUM_BYTES);
        return holds
                ? new Parsed.Accepted<>(Bytes.of(payload))
                : refused("the checksum does not match: a letter is wrong, missing or swapped");
    }

    private static byte[] checksum(String kind, byte[] payload) {
        return Sha256.of(("comity/1 text " + kind + '\0').getBytes(UTF_8), payload);
    }

    private static Parsed<Bytes> refused(String reason) {
        return new Parsed.Refused<>(reason);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (byte value = 0; value < 32; value++) {
            char letter = ALPHABET.charAt(value);
            values[letter] = value;
            values[Character.toUpperCase(letter)] = value;
        }
        return values;
    }
}
