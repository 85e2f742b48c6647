package io.comity.filter;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What there is, for somebody who named what there is not. */
final class Nearest {
    private static final int MAX_SLIPS = 2;
    private static final int MAX_LISTED = 8;
    private static final int MAX_CHARS = 64;

    private Nearest() {}

    /** {@code ; did you mean height?} when one is near, or else some of what there is. */
    static String hint(String word, Collection<String> candidates) {
        Optional<String> nearest = candidates.stream()
                .filter(each -> word.length() <= MAX_CHARS && each.length() <= MAX_CHARS)
                .min(Comparator.comparingInt((String each) -> slips(word, each))
                        .thenComparing(Comparator.naturalOrder()));
        if (nearest.isPresent() && isNear(word, nearest.get())) {
            return "; did you mean " + nearest.get() + "?";
        }
        String listed = candidates.stream().sorted().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return candidates.isEmpty() ? "" : "; there is " + listed + (candidates.size() > MAX_LISTED ? ", …" : "");
    }

    private static boolean isNear(String word, String candidate) {
        return slips(word, candidate) <= Math.max(MAX_SLIPS, candidate.length() / 3);
    }

    /** Levenshtein's distance, ignoring case, row by row. */
    private static int slips(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
