package io.comity.explore;

import org.jspecify.annotations.Nullable;

/** Explores the small plans whole, and says what is wrong first. */
final class HandshakeTrial {
    private static final int MAX_STATES = 200_000;

    private HandshakeTrial() {}

    static @Nullable String ofPlans() {
        for (Plan plan : Plans.SMALL) {
            String wrong = wrong(new HandshakeWorld(plan));
            if (wrong != null) {
                return plan.name() + ": " + wrong;
            }
        }
        return null;
    }

    static @Nullable String wrong(HandshakeWorld world) {
        Explorer.Findings found = Explorer.explore(world, MAX_STATES, Integer.MAX_VALUE);
        return found.violation() == null ? world.restless() : found.toString();
    }
}
