package io.comity.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.transport.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SelectionTest {
    private static final Duration STAGGER = Selection.Settings.DEFAULT_STAGGER;
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final Duration FAST = Duration.ofMillis(5);
    private static final Address HEAVY = new Address("tcp", "heavy", 1);
    private static final Address MIDDLE = new Address("quic", "middle", 2);
    private static final Address LIGHT = new Address("tcp", "light", 3);
    private static final Address LAST = new Address("tcp", "last-resort", 4);

    private final Set<String> transports = new HashSet<>(Set.of("tcp", "quic"));
    private final Selection selection = selection(2, 1);

    /** Begins where a clock that overflows would be noticed. */
    private long now = Long.MAX_VALUE - STAGGER.toNanos() / 2;

    private Selection selection(int maxDialling, long seed) {
        Selection fresh = new Selection(
                new Selection.Settings(STAGGER, TIMEOUT, maxDialling), transports::contains, new Random(seed));
        fresh.candidates(List.of(
                new Candidate(LAST, 0),
                new Candidate(LIGHT, 50),
                new Candidate(HEAVY, 200),
                new Candidate(MIDDLE, 100)));
        return fresh;
    }

    private Step start() {
        return selection.start(Preference.ANY, now);
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private Step.Go go(List<Address> dial, Duration again) {
        return new Step.Go(dial, List.of(), OptionalLong.of(now + again.toNanos()));
    }

    private static List<Address> dialled(Step step) {
        return step instanceof Step.Go go ? go.dial() : List.of();
    }

    /** The order in which everything is tried when everything fails at once. */
    private List<Address> orderOf(Selection chosen, Preference preference) {
        List<Address> order = new ArrayList<>(dialled(chosen.start(preference, now)));
        for (int i = 0; i < order.size(); i++) {
            order.addAll(dialled(chosen.failed(order.get(i), "refused", now)));
        }
        return order;
    }

    // Order.

    @Test
    void triesTheHeaviestFirstAndLastResortsLast() {
        assertThat(orderOf(selection, Preference.ANY)).containsExactly(HEAVY, MIDDLE, LIGHT, LAST);
    }

    @Test
    void anAddressThatFailedComesLaterNextTimeAndIsForgivenInTime() {
        start();
        selection.failed(HEAVY, "refused", now);
        selection.succeeded(MIDDLE, FAST, now);
        assertThat(dialled(start())).containsExactly(MIDDLE);
        selection.stop();
        selection.broke(MIDDLE, now);
        passes(Duration.ofHours(1));
        selection.candidates(List.of(new Candidate(HEAVY, 200), new Candidate(LIGHT, 150)));
        assertThat(dialled(start())).containsExactly(HEAVY);
    }

    @Test
    void aSlowAddressComesAfterAFastOneOfNearlyItsWeight() {
        selection.candidates(List.of(new Candidate(HEAVY, 110), new Candidate(LIGHT, 100)));
        start();
        selection.succeeded(HEAVY, Duration.ofSeconds(2), now);
        assertThat(dialled(start())).containsExactly(LIGHT);
    }

    @Test
    void aPathThatBrokeIsNotTheFirstToBeTriedAgain() {
        selection.candidates(List.of(new Candidate(HEAVY, 110), new Candidate(LIGHT, 100)));
        selection.broke(HEAVY, now);
        assertThat(dialled(start())).containsExactly(LIGHT);
    }

    @Test
    void equalsShareTheLoadAndTheSameSeedMakesTheSameChoice() {
        Set<Address> first = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Selection one = selection(2, seed);
            Selection other = selection(2, seed);
            List<Candidate> equals = List.of(new Candidate(HEAVY, 100), new Candidate(LIGHT, 100));
            one.candidates(equals);
            other.candidates(equals);
            List<Address> order = orderOf(one, Preference.ANY);
            assertThat(orderOf(other, Preference.ANY)).isEqualTo(order);
            first.add(order.get(0));
        }
        assertThat(first).containsExactlyInAnyOrder(HEAVY, LIGHT);
    }

    // Preference.

    @Test
    void preferredTransportsAreTriedInTheirOrderWhateverTheWeights() {
        assertThat(orderOf(selection, over("quic", "tcp"))).containsExactly(MIDDLE, HEAVY, LIGHT, LAST);
        assertThat(orderOf(selection, over("tcp", "quic"))).containsExactly(HEAVY, LIGHT, LAST, MIDDLE);
    }

    @Test
    void noOtherTransportsAreTried() {
        assertThat(orderOf(selection, over("quic", "unix"))).containsExactly(MIDDLE);
    }

    @Test
    void twoPreferencesAdmitWhatBothDo() {
        assertThat(over("quic", "tcp", "unix").and(over("unix", "quic"))).isEqualTo(over("quic", "unix"));
        assertThat(Preference.ANY.and(over("quic"))).isEqualTo(over("quic"));
        assertThat(over("quic").and(Preference.ANY)).isEqualTo(over("quic"));
    }

    @Test
    void whatCannotBeHonouredIsRefused() {
        assertThat(selection.start(over("unix", "grpc"), now))
                .isEqualTo(new Step.Lost(List.of(), "it is not reached over unix or grpc, only over tcp, quic"));
        transports.remove("quic");
        assertThat(selection.start(over("quic"), now))
                .isEqualTo(new Step.Lost(
                        List.of(),
                        "this node does not use quic, over which it is reached; add it to comity.transports"));
        assertThat(selection.isRunning()).isFalse();
    }

    private static Preference over(String... transports) {
        return new Preference(List.of(transports));
    }

    @Test
    void transportsThatThisNodeDoesNotUseAreSkipped() {
        transports.remove("quic");
        assertThat(orderOf(selection, Preference.ANY)).containsExactly(HEAVY, LIGHT, LAST);
        transports.clear();
        assertThat(start())
                .isEqualTo(new Step.Lost(
                        List.of(),
                        "this node does not use tcp or quic, over which it is reached; add it to comity.transports"));
    }

    @Test
    void withoutAnAddressThereIsNothingToTry() {
        selection.candidates(List.of());
        assertThat(start())
                .isEqualTo(new Step.Lost(List.of(), "no address of it is known; an invitation of it would tell"));
    }

    // A round.

    @Test
    void theNextAddressBeginsAfterTheStaggerWhileTheFirstIsTrying() {
        assertThat(start()).isEqualTo(go(List.of(HEAVY), STAGGER));
        passes(STAGGER.minusNanos(1));
        assertThat(selection.due(now)).isEqualTo(go(List.of(), Duration.ofNanos(1)));
        passes(Duration.ofNanos(1));
        assertThat(selection.due(now)).isEqualTo(go(List.of(MIDDLE), TIMEOUT.minus(STAGGER)));
    }

    @Test
    void aFailureBeginsTheNextAtOnce() {
        start();
        passes(FAST);
        assertThat(selection.failed(HEAVY, "refused", now)).isEqualTo(go(List.of(MIDDLE), STAGGER));
    }

    @Test
    void noMoreAreTriedAtOnceThanMayBe() {
        start();
        passes(STAGGER);
        assertThat(dialled(selection.due(now))).containsExactly(MIDDLE);
        passes(STAGGER);
        assertThat(dialled(selection.due(now))).isEmpty();
        assertThat(dialled(selection.failed(HEAVY, "refused", now))).containsExactly(LIGHT);
    }

    @Test
    void theFirstToFinishWinsAndTheLosersAreCancelled() {
        start();
        passes(STAGGER);
        selection.due(now);
        assertThat(selection.succeeded(MIDDLE, FAST, now)).isEqualTo(new Step.Won(MIDDLE, List.of(HEAVY)));
        assertThat(selection.isRunning()).isFalse();
        Step nothing = new Step.Go(List.of(), List.of(), OptionalLong.empty());
        assertThat(selection.failed(HEAVY, "cancelled", now)).isEqualTo(nothing);
        assertThat(selection.succeeded(HEAVY, FAST, now)).isEqualTo(nothing);
        assertThat(selection.due(now)).isEqualTo(nothing);
    }

    @Test
    void aCancelledLoserIsNotHeldAgainstItsAddress() {
        start();
        passes(STAGGER);
        selection.due(now);
        selection.succeeded(MIDDLE, Duration.ofMillis(100), now);
        selection.failed(HEAVY, "cancelled", now);
        assertThat(dialled(start())).containsExactly(HEAVY);
    }

    @Test
    void anAddressThatDoesNotAnswerInTimeIsGivenUp() {
        selection.candidates(List.of(new Candidate(HEAVY, 1), new Candidate(MIDDLE, 0)));
        start();
        passes(STAGGER);
        selection.due(now);
        passes(TIMEOUT.minus(STAGGER).minusNanos(1));
        assertThat(selection.due(now)).isEqualTo(go(List.of(), Duration.ofNanos(1)));
        passes(Duration.ofNanos(1));
        assertThat(selection.due(now))
                .isEqualTo(new Step.Go(List.of(), List.of(HEAVY), OptionalLong.of(now + STAGGER.toNanos())));
        passes(STAGGER);
        assertThat(selection.due(now))
                .isEqualTo(new Step.Lost(
                        List.of(MIDDLE), MIDDLE + " did not answer in time (the last of 2 addresses that failed)"));
    }

    @Test
    void anAnswerAfterItsTimeIsStillAnAnswer() {
        start();
        passes(TIMEOUT);
        selection.due(now);
        assertThat(selection.succeeded(HEAVY, TIMEOUT, now)).isEqualTo(new Step.Won(HEAVY, List.of(MIDDLE)));
    }

    @Test
    void whatADialTookIsRememberedAlsoWhenItsRoundWasStopped() {
        selection.candidates(List.of(new Candidate(HEAVY, 200), new Candidate(MIDDLE, 190)));
        start();
        selection.stop();
        selection.succeeded(HEAVY, Duration.ofSeconds(2), now);
        assertThat(dialled(start())).containsExactly(MIDDLE);
    }

    @Test
    void whenAllHaveFailedTheLastCauseIsTold() {
        selection.candidates(List.of(new Candidate(HEAVY, 2), new Candidate(LIGHT, 1)));
        start();
        selection.failed(HEAVY, "heavy is down", now);
        assertThat(selection.failed(LIGHT, "light is down", now))
                .isEqualTo(new Step.Lost(List.of(), "light is down (the last of 2 addresses that failed)"));
        selection.candidates(List.of(new Candidate(HEAVY, 2)));
        start();
        assertThat(selection.failed(HEAVY, "heavy is down", now)).isEqualTo(new Step.Lost(List.of(), "heavy is down"));
    }

    @Test
    void aRoundThatIsStoppedTellsWhatToCancel() {
        start();
        passes(STAGGER);
        selection.due(now);
        assertThat(selection.stop()).containsExactly(HEAVY, MIDDLE);
        assertThat(selection.stop()).isEmpty();
    }

    @Test
    void aRoundGoesOnWithTheAddressesItBeganWith() {
        start();
        selection.candidates(List.of());
        assertThat(dialled(selection.failed(HEAVY, "refused", now))).containsExactly(MIDDLE);
    }

    // Bounds.

    @Test
    void asManyCandidatesAreKeptAsMayBeAndTheLightestOfMoreIsLeftOut() {
        List<Candidate> many = new ArrayList<>(IntStream.range(0, Selection.MAX_CANDIDATES)
                .mapToObj(i -> new Candidate(new Address("tcp", "host", i + 1), 100))
                .toList());
        many.add(0, new Candidate(LIGHT, 1));
        selection.candidates(many);
        assertThat(orderOf(selection, Preference.ANY))
                .hasSize(Selection.MAX_CANDIDATES)
                .doesNotContain(LIGHT);
    }

    @Test
    void anAddressGivenTwiceIsTriedOnce() {
        selection.candidates(List.of(new Candidate(LIGHT, 1), new Candidate(LIGHT, 2)));
        assertThat(orderOf(selection, Preference.ANY)).containsExactly(LIGHT);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Selection.Settings(STAGGER, TIMEOUT, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Selection.Settings(STAGGER.negated(), TIMEOUT, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
