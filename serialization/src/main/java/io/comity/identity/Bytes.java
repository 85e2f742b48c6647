package io.comity.identity;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable run of bytes with value equality; what identities, hashes and signatures are made of. */
public final class Bytes implements Comparable<Bytes> {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Copies {@code content}. */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** Copies {@code length} bytes of {@code content} from {@code offset}. */
    public static Bytes of(byte[] content, int offset, int length) {
        return new Bytes(Arrays.copyOfRange(content, offset, offset + length));
    }

    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return content.length;
    }

    public byte at(int index) {
        return content[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(content, 0, target, offset, content.length);
    }

    /** The content itself, for reading only; never leaves this package. */
    byte[] content() {
        return content;
    }

    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    /** Unsigned, byte by byte; a prefix comes before what it begins. */
    @Override
    public int compareTo(Bytes that) {
        return Arrays.compareUnsigned(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The first eight bytes in hex: enough to tell two apart in a log. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(content, 0, Math.min(8, content.length));
    }
}
