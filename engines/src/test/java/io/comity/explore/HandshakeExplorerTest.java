package io.comity.explore;

import static io.comity.explore.Person.ALICE;
import static io.comity.explore.Person.BOB;
import static io.comity.explore.Person.MALLORY;
import static io.comity.session.CipherSuite.AES_GCM;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.result.Results;
import java.util.List;
import java.util.Set;
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

    /** No single fault of the product breaks this alone: the name of a node is in what it signs, and in what is sealed. */
    @Test
    void aNodeThatGoesByTheKeysOfAnotherIsCaught() {
        Person fooled = new Person("fooled", MALLORY.key(), MALLORY.secret(), MALLORY.local());
        List<Seat> seats = List.of(
                Seat.dialling("fooled-dials-bob", fooled, BOB, AES_GCM, 1), Seat.answering("bob-answers", BOB, 2));
        Plan plan = new Plan("keys of another", seats, Set.of(), false, false, false);
        assertThat(HandshakeTrial.wrong(new HandshakeWorld(plan))).contains(Check.UNKNOWN_KEY_SHARE.name());
    }

    /** Nor this: who has the keys of one node would have to make a signature of another. */
    @Test
    void whoeverIsAnotherTowardsANodeThatLostItsKeysIsCaught() {
        Plan plan = new Plan("more exposed than is known", Plans.ONE.seats(), Set.of(ALICE, BOB), true, false, false);
        assertThat(HandshakeTrial.wrong(new HandshakeWorld(plan, Set.of(ALICE))))
                .contains(Check.KEY_COMPROMISE_IMPERSONATION.name());
        assertThat(HandshakeTrial.wrong(new HandshakeWorld(plan))).isNull();
    }
}
