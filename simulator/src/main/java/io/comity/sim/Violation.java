package io.comity.sim;

import java.util.List;

/** An invariant does not hold. The message says which seed shows it again. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    Violation(long seed, long nanos, String invariant, String what, List<String> last) {
        super("seed " + seed + ", after " + nanos / 1_000_000 + " ms: " + invariant + ": " + what
                + (last.isEmpty() ? "" : "\n  " + String.join("\n  ", last)));
        this.invariant = invariant;
    }

    /** The name of what does not hold. */
    public String invariant() {
        return invariant;
    }
}
