package io.comity.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits the states of a {@link World} breadth first, each once, so that the first violation found has a shortest way to it.
 * A state costs 12 bytes and its place in the index at most 16: ten million of them need less than 300 MB. States are
 * compared whole, not by a hash of them, so none is taken for another.
 */
final class Explorer {
    private static final int MAX_STATES = 1 << 28;

    /**
     * What was found.
     *
     * @param states visited, all different
     * @param depth of the last state that was visited, in steps from the start
     * @param isWhole whether there was nothing more to visit
     * @param violation the first one, or null
     * @param trace the steps that lead to it, or nothing
     */
    record Findings(
            int states,
            int depth,
            boolean isWhole,
            @Nullable String violation,
            List<String> trace) {
        @Override
        public String toString() {
            String found = violation == null ? "no violation" : violation + "\n  " + String.join("\n  ", trace);
            return states + " states to depth " + depth + (isWhole ? ", all there are: " : ": ") + found;
        }
    }

    private final World world;
    private final int maxDepth;
    private final long[] states;
    private final int[] parents;
    private final int[] index;
    private int count;
    private int parent;

    private Explorer(World world, int maxStates, int maxDepth) {
        if (maxStates < 1 || maxStates > MAX_STATES) {
            throw new IllegalArgumentException("1 to " + MAX_STATES + " states, not " + maxStates);
        }
        this.world = world;
        this.maxDepth = maxDepth;
        this.states = new long[maxStates];
        this.parents = new int[maxStates];
        this.index = new int[Integer.highestOneBit(maxStates) << 2];
    }

    /** Visits states until there are no more, or {@code maxStates}, or the next would be deeper than {@code maxDepth}. */
    static Findings explore(World world, int maxStates, int maxDepth) {
        return new Explorer(world, maxStates, maxDepth).run();
    }

    private Findings run() {
        parent = -1;
        add(world.start());
        int depth = 0;
        int levelEnd = count;
        for (int at = 0; at < count; at++) {
            if (at == levelEnd) {
                depth++;
                levelEnd = count;
            }
            String violation = world.violation(states[at]);
            if (violation != null) {
                return new Findings(count, depth, false, violation, trace(at));
            }
            if (depth < maxDepth && count < states.length) {
                parent = at;
                world.steps(states[at], this::add);
            }
        }
        return new Findings(count, depth, depth < maxDepth && count < states.length, null, List.of());
    }

    private void add(long state) {
        int slot = slot(state);
        while (index[slot] != 0) {
            if (states[index[slot] - 1] == state) {
                return;
            }
            slot = slot + 1 & index.length - 1;
        }
        if (count < states.length) {
            states[count] = state;
            parents[count] = parent;
            index[slot] = ++count;
        }
    }

    private int slot(long state) {
        long mixed = (state ^ state >>> 32) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & index.length - 1;
    }

    private List<String> trace(int last) {
        List<String> told = new ArrayList<>();
        for (int at = last; parents[at] >= 0; at = parents[at]) {
            told.add(world.told(states[parents[at]], states[at]));
        }
        Collections.reverse(told);
        return told;
    }
}
