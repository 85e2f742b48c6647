package io.comity.evidence;

import io.comity.identity.Bytes;
import io.comity.wire.CborWriter;
import io.comity.wire.UrMessages;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 as evidence uses it, with one digest for many hashes: what is hashed for one purpose begins unlike what is hashed for
 * another, as in RFC 9162 section 2.1.1. Not thread-safe.
 */
public final class Hashing {
    /** Of a hash, in bytes. */
    public static final int BYTES = UrMessages.HASH_BYTES;

    /** Hashes under one node of a tree. */
    public static final int WIDTH = 16;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final byte NAMES = 2;
    private static final byte ENTRY = 3;
    private static final int MAX_NAMES_BYTES = 1_024;

    private final MessageDigest sha256;
    private final byte[] block = new byte[1 + WIDTH * BYTES];

    public Hashing() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
        block[0] = NODE;
    }

    /** What the leaves of all messages of one type to one engine begin with; a third party needs no table of refs. */
    public byte[] leafPrefix(String engine, String type) {
        byte[] names =
                new CborWriter(64, MAX_NAMES_BYTES).text(engine).text(type).toByteArray();
        byte[] prefix = new byte[1 + BYTES];
        prefix[0] = LEAF;
        sha256.update(NAMES);
        sha256.update(names);
        finish(prefix, 1);
        return prefix;
    }

    /** The leaf of one ur-message {@code bytes[offset, offset + length)} to {@code out}. */
    public void leaf(byte[] prefix, byte[] bytes, int offset, int length, byte[] out, int at) {
        sha256.update(prefix, 0, prefix.length);
        sha256.update(bytes, offset, length);
        finish(out, at);
    }

    /** The leaf of one ur-message that stands in two arrays. */
    public void leaf(byte[] prefix, byte[] head, int headLength, byte[] body, int bodyLength, byte[] out, int at) {
        sha256.update(prefix, 0, prefix.length);
        sha256.update(head, 0, headLength);
        sha256.update(body, 0, bodyLength);
        finish(out, at);
    }

    /** The node over {@code count} hashes, at most {@link #WIDTH}, that stand end to end. */
    public void node(byte[] hashes, int offset, int count, byte[] out, int at) {
        System.arraycopy(hashes, offset, block, 1, count * BYTES);
        sha256.update(block, 0, 1 + count * BYTES);
        finish(out, at);
    }

    /** The hash of a chain of entries after one more. */
    Bytes entry(Bytes before, byte[] entry) {
        byte[] hash = new byte[BYTES];
        sha256.update(ENTRY);
        sha256.update(before.toArray());
        sha256.update(entry);
        finish(hash, 0);
        return Bytes.of(hash);
    }

    /** More of what {@link #finish} is to hash; nothing else is hashed between. */
    void update(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
    }

    void finish(byte[] out, int at) {
        try {
            sha256.digest(out, at, BYTES);
        } catch (DigestException noRoom) {
            throw new IllegalArgumentException("no room for a hash at " + at + " of " + out.length, noRoom);
        }
    }
}
