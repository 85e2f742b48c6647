package io.comity.filter;

import org.jspecify.annotations.Nullable;

/**
 * How much hangs over the value over which most hangs. Each range adds its weight where it begins and takes it back behind its
 * end; the greatest sum of all that comes before some place is the answer, and each node of a tree by place knows it for those
 * below it. Adding takes O(log n).
 */
final class Crowd {
    /** Below every key, and above; a range without an end has its place there. */
    private static final int BELOW_ALL = -1;

    private static final int AT_KEY = 0;
    private static final int ABOVE_ALL = 1;

    /** @param isBehind whether it is just behind the key rather than just before */
    private record Place(int end, Key key, boolean isBehind) implements Comparable<Place> {
        @Override
        public int compareTo(Place that) {
            int byEnd = Integer.compare(end, that.end);
            int byKey = byEnd != 0 || end != AT_KEY ? byEnd : key.compareTo(that.key);
            return byKey != 0 ? byKey : Boolean.compare(isBehind, that.isBehind);
        }
    }

    private static final class Node extends Balanced<Node> {
        private Place place;
        /** Weights that begin here, less those that end; and of how many ranges, so that it is known when none is left. */
        private long change;

        private long uses;
        private long sum;
        private long most;

        private Node(Place place) {
            this.place = place;
        }

        @Override
        void update() {
            long before = left == null ? 0 : left.sum;
            sum = before + change + (right == null ? 0 : right.sum);
            most = Math.max(
                    Math.max(left == null ? 0 : left.most, before + change),
                    before + change + (right == null ? 0 : right.most));
        }
    }

    private static final Key NO_KEY = new Key();

    private @Nullable Node root;

    boolean isEmpty() {
        return root == null;
    }

    /** The weight over the value that has most over it. */
    long most() {
        return root == null ? 0 : root.most;
    }

    /**
     * Adds {@code weight} over {@code range}, or takes it away when it is negative.
     *
     * @return whether no value has more than {@code max} over it then; if one would have, nothing has changed
     */
    boolean add(Range range, int weight, long max) {
        if (range.isEmpty()) {
            return true;
        }
        change(range, weight, weight > 0 ? 1 : -1);
        if (weight > 0 && most() > max) {
            change(range, -weight, -1);
            return false;
        }
        return true;
    }

    private void change(Range range, int weight, int uses) {
        Key low = range.low();
        Key high = range.high();
        Place begin = low == null ? new Place(BELOW_ALL, NO_KEY, false) : new Place(AT_KEY, low, !range.isLowIn());
        Place end = high == null ? new Place(ABOVE_ALL, NO_KEY, false) : new Place(AT_KEY, high, range.isHighIn());
        root = changed(root, begin, weight, uses);
        root = changed(root, end, -weight, uses);
    }

    private static @Nullable Node changed(@Nullable Node node, Place place, int weight, int uses) {
        Node here = node == null ? new Node(place) : node;
        int order = place.compareTo(here.place);
        if (order < 0) {
            here.left = changed(here.left, place, weight, uses);
        } else if (order > 0) {
            here.right = changed(here.right, place, weight, uses);
        } else {
            here.change += weight;
            here.uses += uses;
            if (here.uses == 0) {
                return without(here);
            }
        }
        return Balanced.balance(here);
    }

    private static @Nullable Node without(Node node) {
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node next = Balanced.first(node.right);
        node.place = next.place;
        node.change = next.change;
        node.uses = next.uses;
        node.right = withoutFirst(node.right);
        return Balanced.balance(node);
    }

    private static @Nullable Node withoutFirst(Node node) {
        if (node.left == null) {
            return node.right;
        }
        node.left = withoutFirst(node.left);
        return Balanced.balance(node);
    }
}
