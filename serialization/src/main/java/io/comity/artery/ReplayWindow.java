package io.comity.artery;

/** Which of the last {@link #WIDTH} counters were seen (RFC 4303 section 3.4.3). Not thread-safe. */
public final class ReplayWindow {
    public static final int WIDTH = 64;

    private long highest = -1;
    private long seen;

    /** Whether {@code counter} is new; if so, it no longer is. Negative and outdated counters never are. */
    public boolean accept(long counter) {
        if (counter < 0) {
            return false;
        }
        if (counter > highest) {
            seen = shift(counter - highest) | 1;
            highest = counter;
            return true;
        }
        long age = highest - counter;
        if (age >= WIDTH || (seen & (1L << age)) != 0) {
            return false;
        }
        seen |= 1L << age;
        return true;
    }

    private long shift(long by) {
        return by >= WIDTH ? 0 : seen << by;
    }
}
