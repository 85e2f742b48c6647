package io.comity.detached;

import io.comity.engine.EngineId;
import io.comity.wire.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * {@code /node/engine/type}: three segments, in which every byte but {@code A-Z a-z 0-9 - . _ ~} is written as {@code %} and
 * two capital hex digits. Each target has one path: no other spelling is read.
 */
record HttpPath(String node, String engine, String type) {
    static final int MAX_LENGTH = 1_024;

    private static final int SEGMENTS = 3;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static Optional<HttpPath> parse(String path) {
        String[] segments = path.split("/", -1);
        if (path.length() > MAX_LENGTH || segments.length != SEGMENTS + 1 || !segments[0].isEmpty()) {
            return Optional.empty();
        }
        HttpPath read = new HttpPath(segments[1], decode(segments[2]), decode(segments[3]));
        boolean sound = read.text().equals(path)
                && EngineId.isName(read.engine)
                && !read.type.isEmpty()
                && read.type.getBytes(StandardCharsets.UTF_8).length <= DetachedCall.MAX_TYPE_BYTES;
        return sound ? Optional.of(read) : Optional.empty();
    }

    String text() {
        return "/" + encode(node) + "/" + encode(engine) + "/" + encode(type);
    }

    static String encode(String segment) {
        StringBuilder text = new StringBuilder();
        for (byte each : segment.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(each)) {
                text.append((char) each);
            } else {
                text.append('%').append(HEX.toHexDigits(each));
            }
        }
        return text.toString();
    }

    /** What {@code encode} makes of the result is not {@code segment} when that was not well formed. */
    private static String decode(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < segment.length(); at++) {
            char c = segment.charAt(at);
            boolean escape = c == '%' && at + 2 < segment.length() && isHex(segment, at + 1);
            bytes.write(escape ? HexFormat.fromHexDigits(segment, at + 1, at + 3) : c);
            at += escape ? 2 : 0;
        }
        byte[] decoded = bytes.toByteArray();
        return Utf8.isWellFormed(decoded, 0, decoded.length) ? new String(decoded, StandardCharsets.UTF_8) : "";
    }

    private static boolean isHex(String text, int at) {
        return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
    }

    private static boolean isPlain(byte c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
    }
}
