package io.comity.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.result.Results;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The handshake and the records after it, in every order of events that an attacker who owns all wires can bring about.
 * {@code -Dcomity.explorer=full} visits twenty million states of three sessions at once.
 */
final class HandshakeExplorerTest {
    private static final int STATES = Effort.of(300_000, 20_000_000);
    private static final int ALL = 2_000_000;

    @ParameterizedTest
    @FieldSource("io.comity.explore.Plans#SMALL")
    void everyPropertyHoldsInEveryState(Plan plan) {
        HandshakeWorld world = new HandshakeWorld(plan);
        Explorer.Findings found = Explorer.explore(world, ALL, Integer.MAX_VALUE);
        System.out.println("explorer: " + plan.name() + ": " + found + ", " + world);
        assertThat(found.violation()).as(found.toString()).isNull();
        assertThat(found.isWhole()).isTrue();
        assertThat(world.restless()).isNull();
        assertThat(world.isLively()).as("an honest conversation succeeds").isTrue();
    }

    @Test
    void everyPropertyHoldsInThreeSessionsAtOnce() {
        HandshakeWorld world = new HandshakeWorld(Plans.THREE);
        Explorer.Findings found = Explorer.explore(world, STATES, Integer.MAX_VALUE);
        System.out.println("explorer: " + Plans.THREE.name() + ": " + found + ", " + world);
        assertThat(found.violation()).as(found.toString()).isNull();
        assertThat(found.states()).isEqualTo(STATES);
        assertThat(world.deliveries()).containsOnlyKeys(HandshakeWorld.Delivery.values());
        Results.of("explorer", Effort.COMMAND)
                .atLeast("states of three sessions", found.states(), "states", 10_000_000)
                .figure("depth", found.depth(), "steps")
                .atMost("violations", found.violation() == null ? 0 : 1, "violations", 0)
                .write();
    }

    @Test
    void aNodeWhoseEphemeralKeysAreNotFreshIsCaught() {
        List<Seat> seats = Plans.ONE.seats().stream().map(Seat::withoutChance).toList();
        Plan plan = new Plan("no ephemeral keys", seats, Plans.ONE.exposed(), false, false, false);
        assertThat(HandshakeTrial.wrong(new HandshakeWorld(plan))).contains(Check.FORWARD_SECRECY.name());
    }
}
