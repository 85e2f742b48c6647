package io.comity.evidence;

import io.comity.identity.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Merkle tree to which ur-messages are added one by one, and which is used again for the next ones. As in RFC 9162 leaves and
 * nodes are hashed apart. What costs least decides the rest: a hash of a few hundred bytes costs a third more than the same bytes in
 * a long one, so a leaf is of up to {@link #MAX_RUN} messages of one type to one engine in a row; and a node has up to {@link
 * Hashing#WIDTH} children. Each level is cut from its left; a single hash is its own root. Not thread-safe.
 */
public final class HashTree {
    /** Messages of one tree, and more than any record has casts. */
    public static final int MAX_MESSAGES = 16_384;

    /** Messages under one leaf: whoever is shown one of them is shown the others. */
    public static final int MAX_RUN = 8;

    private static final int FIRST_LEAVES = 64;
    private static final byte[] NOTHING = {};

    /** Messages that share a leaf. */
    public record Run(int leaf, int first, int count) {}

    private final Hashing hashing;
    private final Hashing runHashing = new Hashing();
    private byte[] leaves = new byte[FIRST_LEAVES * Hashing.BYTES];
    private byte[] level = new byte[(FIRST_LEAVES / Hashing.WIDTH + 1) * Hashing.BYTES];
    private byte[] lengths = new byte[FIRST_LEAVES];
    private int leafCount;
    private int count;

    // The run that is not closed yet, and the last of it, which is not hashed yet.
    private byte[] prefix = NOTHING;
    private int run;
    private byte[] stretch = NOTHING;
    private int from;
    private int to;

    public HashTree(Hashing hashing) {
        this.hashing = hashing;
    }

    public void reset() {
        close();
        leafCount = 0;
        count = 0;
    }

    /** Messages added. */
    public int count() {
        return count;
    }

    /**
     * Adds an ur-message; its bytes are read by {@link #root} at the latest.
     *
     * @param names see {@link Hashing#leafPrefix}
     */
    public void add(byte[] names, byte[] bytes, int offset, int length) {
        if (count == MAX_MESSAGES) {
            throw new IllegalStateException("a tree has at most " + MAX_MESSAGES + " messages");
        }
        if (run == MAX_RUN || run > 0 && names != prefix && !Arrays.equals(names, prefix)) {
            close();
        }
        if (run == 0) {
            prefix = names;
            runHashing.update(names, 0, names.length);
        }
        if (bytes != stretch || offset != to) {
            stretch();
            stretch = bytes;
            from = offset;
        }
        to = offset + length;
        run++;
        count++;
    }

    /** Messages that stand end to end are hashed as one. */
    private void stretch() {
        runHashing.update(stretch, from, to - from);
        stretch = NOTHING;
        from = 0;
        to = 0;
    }

    private void close() {
        if (run == 0) {
            return;
        }
        if (leafCount == lengths.length) {
            leaves = Arrays.copyOf(leaves, 2 * leaves.length);
            lengths = Arrays.copyOf(lengths, 2 * lengths.length);
            level = new byte[leaves.length / Hashing.WIDTH + Hashing.BYTES];
        }
        stretch();
        runHashing.finish(leaves, leafCount * Hashing.BYTES);
        lengths[leafCount++] = (byte) run;
        run = 0;
    }

    /** The run of a message. */
    public Run run(int place) {
        close();
        int leaf = 0;
        int first = 0;
        while (first + lengths[leaf] <= place) {
            first += lengths[leaf++];
        }
        return new Run(leaf, first, lengths[leaf]);
    }

    /** The root, to {@code out}; there is at least one message. */
    public void root(byte[] out, int at) {
        close();
        byte[] below = leaves;
        int hashes = leafCount;
        while (hashes > 1) {
            hashes = climb(below, hashes, level);
            below = level;
        }
        System.arraycopy(below, 0, out, at, Hashing.BYTES);
    }

    /** How a leaf leads to the root. */
    public Path path(int leaf) {
        close();
        List<Path.Step> steps = new ArrayList<>();
        byte[] below = Arrays.copyOf(leaves, leafCount * Hashing.BYTES);
        int at = leaf;
        for (int hashes = leafCount; hashes > 1; ) {
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
