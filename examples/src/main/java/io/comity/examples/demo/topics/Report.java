package io.comity.examples.demo.topics;

import java.io.PrintStream;
import java.util.List;

/**
 * What came of it.
 *
 * @param lines of the file
 * @param times how often it was published
 * @param split the length at which Carol's part begins
 * @param slow what the slow reader was told, and what was left out for it
 */
record Report(String file, long lines, int times, int split, ReaderMain.Slow slow, List<Check> checks) {
    private static final String FORMAT = "%-8s %-58s %-22s %-22s %s%n";

    /** The first that is wrong, or an empty text. */
    String complaint() {
        return checks.stream()
                .filter(check -> !check.holds())
                .findFirst()
                .map(Check::complaint)
                .orElse("");
    }

    boolean isRight() {
        return complaint().isEmpty();
    }

    void print(PrintStream out) {
        out.printf("%n%,d lines of %s, published %d times:%n%n", lines, file, times);
        out.printf(FORMAT, "who", "what", "must be", "is", "");
        checks.forEach(check ->
                out.printf(FORMAT, check.who(), check.what(), check.must(), check.is(), check.holds() ? "" : "WRONG"));
        out.printf(
                "%nThe slow reader was told %,d lines; %,d were left out for it, as its rule says.%n",
                slow.told(), slow.leftOut());
        out.printf(
                "%d values checked, %d wrong.%n",
                checks.size(), checks.stream().filter(check -> !check.holds()).count());
    }
}
