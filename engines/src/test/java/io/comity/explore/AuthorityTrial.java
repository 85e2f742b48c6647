package io.comity.explore;

import org.jspecify.annotations.Nullable;

/** Explores the smaller worlds of rights to a few steps, and says what is wrong first. */
final class AuthorityTrial {
    private static final int OF_PAPERS = 500;
    private static final int OF_REVOCATIONS = 3_000;

    private AuthorityTrial() {}

    static @Nullable String ofPapers() {
        return wrong(AuthorityWorld.ofPapers(), OF_PAPERS);
    }

    static @Nullable String ofRevocations() {
        return wrong(AuthorityWorld.ofRevocations(), OF_REVOCATIONS);
    }

    private static @Nullable String wrong(AuthorityWorld world, int states) {
        Explorer.Findings found = Explorer.explore(world, states, Integer.MAX_VALUE);
        return found.violation() == null ? null : found.toString();
    }
}
