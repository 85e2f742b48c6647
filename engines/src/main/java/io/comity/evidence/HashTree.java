package io.comity.evidence;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Merkle tree whose leaves are added one by one, and used again for the next ones. As in RFC 9162 leaves and nodes are hashed
 * apart, but a node has up to {@link Hashing#WIDTH} children: with two, hashing nodes costs half as much again as hashing
 * leaves of a few hundred bytes, with sixteen a tenth. Each level is cut into runs of sixteen from its left; a single hash is
 * its own root. Not thread-safe.
 */
public final class HashTree {
    /** Leaves of one tree, and more than any record has casts. */
    public static final int MAX_LEAVES = 16_384;

    private static final int FIRST_LEAVES = 64;

    private final Hashing hashing;
    private byte[] leaves = new byte[FIRST_LEAVES * Hashing.BYTES];
    private byte[] level = new byte[(FIRST_LEAVES / Hashing.WIDTH + 1) * Hashing.BYTES];
    private int count;

    public HashTree(Hashing hashing) {
        this.hashing = hashing;
    }

    public void reset() {
        count = 0;
    }

    public int count() {
        return count;
    }

    /** Adds the leaf of an ur-message, see {@link Hashing#leaf}. */
    public void add(byte[] prefix, byte[] bytes, int offset, int length) {
        if (count == MAX_LEAVES) {
            throw new IllegalStateException("a tree has at most " + MAX_LEAVES + " leaves");
        }
        if ((count + 1) * Hashing.BYTES > leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * leaves.length);
            level = new byte[leaves.length / Hashing.WIDTH + Hashing.BYTES];
        }
        hashing.leaf(prefix, bytes, offset, length, leaves, count * Hashing.BYTES);
        count++;
    }

    /** The root, to {@code out}; there is at least one leaf. */
    public void root(byte[] out, int at) {
        byte[] below = leaves;
        int hashes = count;
        while (hashes > 1) {
            hashes = climb(below, hashes, level);
            below = level;
        }
        System.arraycopy(below, 0, out, at, Hashing.BYTES);
    }

    /** How the leaf of this place leads to the root. */
    public Path path(int place) {
        List<Path.Step> steps = new ArrayList<>();
        byte[] below = Arrays.copyOf(leaves, count * Hashing.BYTES);
        int at = place;
        for (int hashes = count; hashes > 1; ) {
            int from = at / Hashing.WIDTH * Hashing.WIDTH;
            int run = Math.min(Hashing.WIDTH, hashes - from);
            steps.add(Path.Step.among(below, from * Hashing.BYTES, run, at - from));
            hashes = climb(below, hashes, below);
            at /= Hashing.WIDTH;
        }
        return new Path(steps);
    }

    /** One level up; may be done in place, since a node stands before the first of its children that is not read yet. */
    private int climb(byte[] below, int hashes, byte[] above) {
        int nodes = 0;
        for (int from = 0; from < hashes; from += Hashing.WIDTH) {
            int run = Math.min(Hashing.WIDTH, hashes - from);
            hashing.node(below, from * Hashing.BYTES, run, above, nodes++ * Hashing.BYTES);
        }
        return nodes;
    }

    /** The root over the roots of several records, in order: one alone is it. */
    public static Bytes over(Hashing hashing, byte[] roots, int offset, int count) {
        byte[] root = new byte[Hashing.BYTES];
        if (count == 1) {
            System.arraycopy(roots, offset, root, 0, Hashing.BYTES);
        } else {
            hashing.node(roots, offset, count, root, 0);
        }
        return Bytes.of(root);
    }
}
