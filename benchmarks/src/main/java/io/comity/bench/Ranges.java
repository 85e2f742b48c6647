package io.comity.bench;

/** Refuses a number outside its range with one line that names the option, the value and the range. */
public final class Ranges {
    private Ranges() {}

    public static void check(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " must be from " + min + " to " + max + ", not " + value);
        }
    }
}
