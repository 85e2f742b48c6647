package io.comity.examples.demo.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What somebody has heard, or should: how many lines, and a hash over all of them in the order in which they came. */
final class Tally {
    private final MessageDigest digest = sha256();
    private long lines;

    /**
     * @param digest the first bytes of a SHA-256: equal when the same lines came in the same order, each as often
     */
    record Heard(long lines, String digest) {}

    private static final int SHOWN_BYTES = 8;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    synchronized void add(Line line) {
        byte[] text = line.text().getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(line.number())
                .putInt(line.characters())
                .putInt(text.length)
                .flip());
        digest.update(text);
        lines++;
    }

    synchronized long lines() {
        return lines;
    }

    synchronized Heard heard() {
        try {
            byte[] hash = ((MessageDigest) digest.clone()).digest();
            return new Heard(lines, HexFormat.of().formatHex(hash, 0, SHOWN_BYTES));
        } catch (CloneNotSupportedException never) {
            throw new IllegalStateException("every JDK's SHA-256 can be copied", never);
        }
    }
}
