package io.comity.filter;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of one sort, found by a value that they hold: a tree by where ranges begin, in which each node knows the furthest end
 * below it. Adding and removing one of n takes O(log n), finding those that hold a value O(log n) for each and once more,
 * whatever the ranges are.
 */
final class Intervals {
    private static final class Node extends Balanced<Node> {
        private Range range;
        private Bucket bucket;
        private Range furthest;
        /** Of {@code range} and of {@code furthest}: what each search asks of many nodes, and should not have to look for. */
        private @Nullable Key begin;

        private @Nullable Key end;

        private Node(Range range, Bucket bucket) {
            this.range = range;
            this.bucket = bucket;
            this.furthest = range;
            this.begin = range.low();
            this.end = range.high();
        }

        void become(Node other) {
            range = other.range;
            bucket = other.bucket;
            begin = other.begin;
        }

        boolean startsBy(Key key) {
            Key known = begin;
            int order = known == null ? -1 : known.compareTo(key);
            return order < 0 || order == 0 && range.isLowIn();
        }

        /** Whether some range here or below may reach {@code key}. */
        boolean reaches(Key key) {
            Key known = end;
            int order = known == null ? 1 : known.compareTo(key);
            return order > 0 || order == 0 && furthest.isHighIn();
        }

        @Override
        void update() {
            furthest = further(further(range, left), right);
            end = furthest.high();
        }

        private static Range further(Range range, @Nullable Node node) {
            return node == null || range.compareHigh(node.furthest) >= 0 ? range : node.furthest;
        }
    }

    private final Crowd crowd = new Crowd();
    private @Nullable Node root;

    boolean isEmpty() {
        return root == null;
    }

    int height() {
        return Balanced.height(root);
    }

    /** The bucket of {@code range}, made if there is none. */
    Bucket bucket(Range range) {
        Node node = root;
        while (node != null) {
            int order = range.compareTo(node.range);
            if (order == 0) {
                return node.bucket;
            }
            node = order < 0 ? node.left : node.right;
        }
        Bucket bucket = new Bucket((tests, max) -> crowd.add(range, tests, max));
        root = inserted(root, range, bucket);
        return bucket;
    }

    void remove(Range range) {
        root = removed(root, range);
    }

    /** Tells {@code found} the buckets of all ranges that hold {@code key}, by where they begin. */
    void stab(Key key, Consumer<Bucket> found) {
        stab(root, key, found);
    }

    private static void stab(@Nullable Node node, Key key, Consumer<Bucket> found) {
        if (node == null || !node.reaches(key)) {
            return;
        }
        stab(node.left, key, found);
        if (node.startsBy(key)) {
            if (node.range.reaches(key)) {
                found.accept(node.bucket);
            }
            stab(node.right, key, found);
        }
    }

    private static Node inserted(@Nullable Node node, Range range, Bucket bucket) {
        if (node == null) {
            return new Node(range, bucket);
        }
        if (range.compareTo(node.range) < 0) {
            node.left = inserted(node.left, range, bucket);
        } else {
            node.right = inserted(node.right, range, bucket);
        }
        return Balanced.balance(node);
    }

    private static @Nullable Node removed(@Nullable Node node, Range range) {
        if (node == null) {
            return null;
        }
        int order = range.compareTo(node.range);
        if (order < 0) {
            node.left = removed(node.left, range);
        } else if (order > 0) {
            node.right = removed(node.right, range);
        } else if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        } else {
            Node next = Balanced.first(node.right);
            node.become(next);
            node.right = removed(node.right, next.range);
        }
        return Balanced.balance(node);
    }
}
