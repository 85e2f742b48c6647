package io.comity.filter;

import org.jspecify.annotations.Nullable;

/**
 * A node of a balanced search tree (Adelson-Velsky and Landis 1962): below none is one side more than one higher than the other, so
 * a tree of n is at most 1.44 log n high, in whichever order its nodes came.
 *
 * @param <N> the node's own class
 */
abstract class Balanced<N extends Balanced<N>> {
    @Nullable
    N left;

    @Nullable
    N right;

    private int height = 1;

    /** Finds anew what this node knows of those below it, which have changed. */
    abstract void update();

    static int height(@Nullable Balanced<?> node) {
        return node == null ? 0 : node.height;
    }

    /** Called on each node above one that was put in or taken out, from below: returns who stands in its place. */
    static <N extends Balanced<N>> N balance(N node) {
        N left = node.left;
        N right = node.right;
        if (left != null && height(left) > height(right) + 1) {
            node.left = height(left.left) < height(left.right) ? rotateLeft(left) : left;
            return rotateRight(node);
        }
        if (right != null && height(right) > height(left) + 1) {
            node.right = height(right.right) < height(right.left) ? rotateRight(right) : right;
            return rotateLeft(node);
        }
        measure(node);
        return node;
    }

    private static <N extends Balanced<N>> void measure(N node) {
        Balanced<N> it = node;
        it.height = 1 + Math.max(height(node.left), height(node.right));
        node.update();
    }

    private static <N extends Balanced<N>> N rotateRight(N node) {
        N up = node.left;
        if (up == null) {
            return node;
        }
        node.left = up.right;
        up.right = node;
        measure(node);
        measure(up);
        return up;
    }

    private static <N extends Balanced<N>> N rotateLeft(N node) {
        N up = node.right;
        if (up == null) {
            return node;
        }
        node.right = up.left;
        up.left = node;
        measure(node);
        measure(up);
        return up;
    }

    static <N extends Balanced<N>> N first(N node) {
        N first = node;
        for (N next = node.left; next != null; next = next.left) {
            first = next;
        }
        return first;
    }
}
