package io.comity.mission;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** How often each deed of an {@link OracleRun} is done, in shares of one whole. */
enum Deeds {
    /** Of one authority that lives long: most deeds are calls. */
    LONG(10, 14, 30, 4, 2, 5, 15, 140, 100, 0.25, 679.75),
    /** Of one that lives for a few deeds: most make, pass on, show and take back rights. */
    SHORT(120, 140, 150, 60, 20, 30, 50, 90, 40, 5, 295);

    enum Deed {
        GRANT,
        DELEGATE,
        PRESENT,
        REVOKE,
        EXPIRE,
        INVITE,
        REDEEM,
        PASS,
        FINISH,
        RESTART,
        CALL
    }

    @SuppressWarnings("ImmutableEnumChecker") // filled once, by the constructor
    private final Map<Deed, Double> weights = new EnumMap<>(Deed.class);

    private final double whole;

    Deeds(double... weights) {
        double sum = 0;
        for (Deed deed : Deed.values()) {
            this.weights.put(deed, weights[deed.ordinal()]);
            sum += weights[deed.ordinal()];
        }
        whole = sum;
    }

    Deed draw(Random random) {
        double at = random.nextDouble() * whole;
        for (Map.Entry<Deed, Double> each : weights.entrySet()) {
            at -= each.getValue();
            if (at < 0) {
                return each.getKey();
            }
        }
        return Deed.CALL;
    }
}
