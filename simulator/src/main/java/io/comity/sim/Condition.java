package io.comity.sim;

/**
 * What a direction between two machines does to frames. Chances are of one million frames.
 *
 * @param leastMicros that a frame takes
 * @param spreadMicros that it may take more
 * @param lost chance that it never comes
 * @param twice chance that it comes again
 * @param overtaken chance that those behind it may come before it
 * @param altered chance that one bit of it is another
 */
public record Condition(long leastMicros, long spreadMicros, int lost, int twice, int overtaken, int altered) {
    static final int OF = 1_000_000;

    public static final Condition FAIR = new Condition(500, 500, 0, 0, 0, 0);

    /** A network on which links break every now and then. */
    public static final Condition ROUGH = new Condition(5_000, 20_000, 5_000, 2_000, 2_000, 2_000);

    /** Hardly a link lives for long. */
    public static final Condition STORMY = new Condition(20_000, 200_000, 40_000, 20_000, 20_000, 20_000);

    public Condition {
        for (int chance : new int[] {lost, twice, overtaken, altered}) {
            if (chance < 0 || chance > OF) {
                throw new IllegalArgumentException("a chance is 0 to " + OF + " of a million, not " + chance);
            }
        }
        if (leastMicros < 0 || spreadMicros < 0) {
            throw new IllegalArgumentException("a frame takes no time or more");
        }
    }

    @Override
    public String toString() {
        return leastMicros + " " + spreadMicros + " " + lost + " " + twice + " " + overtaken + " " + altered;
    }
}
