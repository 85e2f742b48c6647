package io.comity.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.result.Results;
import org.junit.jupiter.api.Test;

/**
 * Grants, revocations and references in every order up to a bound. {@code -Dcomity.explorer=full} visits forty thousand
 * states, each of them with all fields of the machines.
 */
final class AuthorityExplorerTest {
    private static final int STATES = Effort.of(1_500, 40_000);

    @Test
    void everyPromiseHoldsInEveryState() {
        AuthorityWorld world = AuthorityWorld.whole();
        Explorer.Findings found = Explorer.explore(world, STATES, Integer.MAX_VALUE);
        System.out.println("explorer: rights: " + found);
        assertThat(found.violation()).as(found.toString()).isNull();
        assertThat(found.states()).isEqualTo(STATES);
        assertThat(world.isLively()).as("something is delivered").isTrue();
        Results.of("explorer-rights", Effort.COMMAND)
                .figure("states", found.states(), "states")
                .figure("depth", found.depth(), "steps")
                .atMost("violations", found.violation() == null ? 0 : 1, "violations", 0)
                .write();
    }
}
