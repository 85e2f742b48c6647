package io.comity.config;

import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** How many slips of the finger lie between two words: a letter too many, too few, wrong, or swapped with its neighbour. */
public final class EditDistance {
    /** In a short word, what still counts as a slip. */
    private static final int MAX_SLIPS = 2;

    private EditDistance() {}

    /** The candidate nearest to {@code word}, the first in alphabetical order when several are; candidates must not be empty. */
    public static String nearest(String word, Collection<String> candidates) {
        String compared = OneLine.shortened(word);
        SortedSet<String> sorted = new TreeSet<>(candidates);
        String nearest = sorted.first();
        int least = Integer.MAX_VALUE;
        for (String candidate : sorted) {
            int slips = between(compared, candidate);
            nearest = slips < least ? candidate : nearest;
            least = Math.min(slips, least);
        }
        return nearest;
    }

    /** {@code  (did you mean "hello"?)} when a candidate is near enough to be what was meant, or else nothing. */
    public static String hint(String word, Collection<String> candidates) {
        if (candidates.isEmpty()) {
            return "";
        }
        String nearest = nearest(word, candidates);
        int slips = between(OneLine.shortened(word), nearest);
        return slips <= Math.max(MAX_SLIPS, nearest.length() / 3) ? " (did you mean \"" + nearest + "\"?)" : "";
    }

    /** Optimal string alignment distance (Damerau 1964, no substring edited twice), ignoring case. */
    static int between(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cell(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cell(int[][] cost, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
