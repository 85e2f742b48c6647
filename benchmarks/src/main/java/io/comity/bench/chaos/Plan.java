package io.comity.bench.chaos;

import java.time.Duration;
import java.util.SplittableRandom;

/** What is done when, drawn from a seed: the same seed draws the same cuts. Whether they find the same bytes is the system's affair. */
final class Plan {
    /** Between one cut that is healed and the next, at most, unless messages are to be sent for longer. */
    static final Duration MAX_PAUSE = Duration.ofMillis(50);

    /** How long nobody can connect after some of the cuts. */
    static final Duration MAX_OUTAGE = Duration.ofMillis(200);

    /** How long everything stands still. Short ones are frequent. */
    static final Duration MAX_STALL = Duration.ofSeconds(3);

    /**
     * One cut.
     *
     * @param pause before it
     * @param outage until it is healed; nothing for those where the next connection finds the way open
     * @param other chooses one of two ways to do it
     */
    record Blow(Cut cut, Duration pause, Duration outage, boolean other) {}

    private final SplittableRandom random;

    Plan(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** @param leastMaxPause to spread the cuts; {@link #MAX_PAUSE} when that is more */
    Blow next(Duration leastMaxPause) {
        Duration maxPause = leastMaxPause.compareTo(MAX_PAUSE) > 0 ? leastMaxPause : MAX_PAUSE;
        Cut cut = cut(random.nextInt(Cut.OF));
        return new Blow(cut, part(maxPause, random.nextDouble()), outage(cut), random.nextBoolean());
    }

    private static Cut cut(int drawn) {
        int left = drawn;
        for (Cut cut : Cut.values()) {
            left -= cut.share;
            if (left < 0) {
                return cut;
            }
        }
        throw new IllegalStateException("the shares of cuts are less than " + Cut.OF);
    }

    private Duration outage(Cut cut) {
        double part = random.nextDouble();
        boolean none = random.nextBoolean();
        return switch (cut) {
            case STALL -> part(MAX_STALL, part * part);
            case SWITCH -> part(MAX_OUTAGE, part);
            default -> none ? Duration.ZERO : part(MAX_OUTAGE, part);
        };
    }

    private static Duration part(Duration most, double part) {
        return Duration.ofNanos(Math.round(most.toNanos() * part));
    }
}
