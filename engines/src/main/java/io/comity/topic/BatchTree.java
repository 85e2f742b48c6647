package io.comity.topic;

import io.comity.evidence.Hashing;
import io.comity.identity.Bytes;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree over one batch, as in RFC 9162 section 2.1: the left subtree of a node is the largest full one. Whoever has
 * some of the messages has the hashes of the largest subtrees of which he has none, from left to right, and no others; that is
 * as little as leads to the root.
 */
final class BatchTree {
    /** A leaf begins unlike a node, so that neither is taken for the other. */
    private static final byte LEAF = 0;

    private final Hashing hashing;
    private final byte[] leaves;
    private final int count;
    private final BitSet present;
    private final byte[] beside;
    private int read;

    /**
     * @param leaves of the messages at the places {@code present}, each at its own; the others' are not read
     * @param beside the hashes beside them, end to end
     */
    BatchTree(Hashing hashing, byte[] leaves, int count, BitSet present, byte[] beside) {
        this.hashing = hashing;
        this.leaves = leaves;
        this.count = count;
        this.present = present;
        this.beside = beside;
    }

    /** The leaf of one message to {@code leaves}, at its place. */
    static void leaf(Hashing hashing, int type, byte[] bytes, int offset, int length, byte[] leaves, int place) {
        byte[] prefix = {LEAF, (byte) (type >>> 8), (byte) type};
        hashing.leaf(prefix, bytes, offset, length, leaves, place * Hashing.BYTES);
    }

    /** The root; null when there are more or fewer hashes beside the messages than it takes. */
    @Nullable
    Bytes root() {
        read = 0;
        byte[] root = climb(0, count);
        return read == beside.length ? Bytes.of(root) : null;
    }

    /** The hashes beside the messages at these places, some of those that are present. */
    byte[] besideOnly(BitSet wanted) {
        read = 0;
        Cut cut = new Cut(wanted, new byte[count * Hashing.BYTES]);
        cut.walk(0, count);
        return Arrays.copyOf(cut.hashes, cut.length);
    }

    private byte[] climb(int from, int size) {
        if (!isAny(present, from, size)) {
            return next();
        }
        if (size == 1) {
            return Arrays.copyOfRange(leaves, from * Hashing.BYTES, (from + 1) * Hashing.BYTES);
        }
        int left = left(size);
        byte[] both = new byte[2 * Hashing.BYTES];
        System.arraycopy(climb(from, left), 0, both, 0, Hashing.BYTES);
        System.arraycopy(climb(from + left, size - left), 0, both, Hashing.BYTES, Hashing.BYTES);
        byte[] node = new byte[Hashing.BYTES];
        hashing.node(both, 0, 2, node, 0);
        return node;
    }

    private byte[] next() {
        byte[] hash = new byte[Hashing.BYTES];
        if (read + Hashing.BYTES <= beside.length) {
            System.arraycopy(beside, read, hash, 0, Hashing.BYTES);
        }
        read += Hashing.BYTES;
        return hash;
    }

    /** What is beside fewer messages. */
    private final class Cut {
        private final BitSet wanted;
        private final byte[] hashes;
        private int length;

        Cut(BitSet wanted, byte[] hashes) {
            this.wanted = wanted;
            this.hashes = hashes;
        }

        void walk(int from, int size) {
            if (!isAny(wanted, from, size)) {
                System.arraycopy(climb(from, size), 0, hashes, length, Hashing.BYTES);
                length += Hashing.BYTES;
            } else if (size > 1) {
                int left = left(size);
                walk(from, left);
                walk(from + left, size - left);
            }
        }
    }

    private static boolean isAny(BitSet places, int from, int size) {
        int next = places.nextSetBit(from);
        return next >= 0 && next < from + size;
    }

    /** The largest power of two below {@code size}. */
    private static int left(int size) {
        return Integer.highestOneBit(size - 1);
    }
}
