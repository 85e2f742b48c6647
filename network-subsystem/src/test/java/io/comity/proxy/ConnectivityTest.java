package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.proxy.Connectivity.Dial;
import io.comity.proxy.Connectivity.End;
import io.comity.proxy.Connectivity.Fail;
import io.comity.proxy.Connectivity.Keep;
import io.comity.proxy.Connectivity.Output;
import io.comity.proxy.Connectivity.Retry;
import io.comity.proxy.Connectivity.State;
import io.comity.wire.Farewell;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of the table in {@link Connectivity}, and what holds whatever comes. */
final class ConnectivityTest {
    private static final Duration MOST = Duration.ofSeconds(8);
    private static final Duration LOST = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofHours(1);
    private static final Duration FAR = Duration.ofMinutes(1);

    private final Connectivity machine = machine(new SplittableRandom(1));

    private static Connectivity machine(SplittableRandom random) {
        Backoff resume = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500));
        Backoff reconnect = new Backoff(Duration.ofSeconds(1), MOST);
        return new Connectivity(new Connectivity.Settings(resume, reconnect, LOST, QUIET), random);
    }

    private void is(State state, List<Output> said, Class<?>... outputs) {
        assertThat(said).extracting(Object::getClass).isEqualTo(List.of(outputs));
        assertThat(machine.state()).isEqualTo(state);
    }

    private void connected() {
        machine.dialable(true);
        is(State.CONNECTED, machine.linkUp());
    }

    private void dormant() {
        connected();
        machine.idle();
    }

    // Ephemeral.

    @Test
    void aFirstMessageDialsAndALinkConnects() {
        machine.dialable(true);
        is(State.DIALLING, machine.wanted(), Dial.class);
        is(State.DIALLING, machine.wanted());
        is(State.CONNECTED, machine.linkUp());
        is(State.CONNECTED, machine.wanted());
    }

    @Test
    void anInboundLinkConnectsToo() {
        is(State.CONNECTED, machine.linkUp());
    }

    @Test
    void whenEveryAddressHasFailedItDoesNotTryByItself() {
        machine.dialable(true);
        machine.wanted();
        is(State.IDLE, machine.dialsFailed("no"), Fail.class);
        is(State.IDLE, machine.retryDue());
        is(State.DIALLING, machine.wanted(), Dial.class);
    }

    @Test
    void anIdleLinkIsClosedAndTheSessionStays() {
        connected();
        assertThat(machine.idle()).containsExactly(new Keep(QUIET));
        is(State.DORMANT, List.of());
        is(State.DORMANT, machine.linkLost(true, true));
        is(State.DIALLING, machine.wanted(), Dial.class);
        is(State.CONNECTED, machine.linkUp());
    }

    @Test
    void aSleepingSessionEndsInTime() {
        dormant();
        is(State.IDLE, machine.keepOver(), End.class);
        is(State.IDLE, machine.keepOver());
    }

    @Test
    void theOtherSideMayCloseItAsIdle() {
        connected();
        is(State.DORMANT, machine.said(Farewell.IDLE, Duration.ZERO, true), Keep.class);
        is(State.CONNECTED, machine.linkUp());
    }

    @Test
    void aStrangerThatSaysSoIsForgotten() {
        connected();
        is(State.IDLE, machine.said(Farewell.IDLE, Duration.ZERO, false), End.class);
        is(State.IDLE, machine.keepOver());
    }

    @Test
    void aSessionMayBeOverWhateverBecameOfItsLink() {
        dormant();
        is(State.IDLE, machine.sessionOver("over"), End.class);
        machine.wanted();
        machine.dialsFailed("no");
        connected();
        is(State.IDLE, machine.sessionOver("over"), End.class);
        connected();
        machine.linkLost(true, true);
        is(State.DIALLING, machine.sessionOver("over"), End.class);
        is(State.IDLE, machine.dialsFailed("no"), Fail.class);
    }

    // A link is lost.

    @Test
    void whoHadDialledDialsAtOnceToSaveTheSession() {
        connected();
        is(State.DIALLING, machine.linkLost(true, true), Keep.class, Dial.class);
        is(State.WAITING, machine.dialsFailed("no"), Fail.class, Retry.class);
        is(State.DIALLING, machine.retryDue(), Dial.class);
        is(State.CONNECTED, machine.linkUp());
    }

    @Test
    void whoWasDialledWaitsAMomentForTheOther() {
        connected();
        is(State.WAITING, machine.linkLost(true, false), Keep.class, Retry.class);
        is(State.CONNECTED, machine.linkUp());
    }

    @Test
    void whoKnowsNoAddressCanOnlyWait() {
        machine.linkUp();
        is(State.WAITING, machine.linkLost(true, false), Keep.class);
        is(State.DIALLING, machine.dialable(true), Dial.class);
    }

    @Test
    void aSessionIsNotSavedForEver() {
        connected();
        machine.linkLost(true, true);
        machine.dialsFailed("no");
        is(State.IDLE, machine.keepOver(), End.class);
    }

    @Test
    void aStrangersSessionIsNotSaved() {
        machine.linkUp();
        is(State.IDLE, machine.linkLost(false, false), End.class);
    }

    @Test
    void whatEndsWhileALinkIsUpIsNotEndedByAnOldTimer() {
        connected();
        is(State.CONNECTED, machine.keepOver());
    }

    // Permanent.

    @Test
    void aPermanentConnectionIsDialledAtOnceAndNeverGivenUp() {
        machine.dialable(true);
        is(State.DIALLING, machine.permanent(true), Dial.class);
        for (int i = 0; i < 100; i++) {
            List<Output> outputs = machine.dialsFailed("no");
            is(State.WAITING, outputs, Fail.class, Retry.class);
            assertThat(((Retry) outputs.get(1)).in()).isLessThanOrEqualTo(MOST);
            is(State.DIALLING, machine.retryDue(), Dial.class);
        }
        assertThat(((Retry) machine.dialsFailed("no").get(1)).in()).isBetween(MOST.dividedBy(2), MOST);
    }

    @Test
    void itIsNeverIdleAndComesBackWhenTheOtherSideThinksSo() {
        connected();
        machine.permanent(true);
        is(State.CONNECTED, machine.idle());
        is(State.WAITING, machine.said(Farewell.IDLE, Duration.ZERO, true), Keep.class, Retry.class);
    }

    @Test
    void itOutlivesItsSessions() {
        connected();
        machine.permanent(true);
        is(State.DIALLING, machine.linkLost(false, true), End.class, Dial.class);
        machine.linkUp();
        is(State.DIALLING, machine.said(Farewell.STOPPING, Duration.ZERO, true), End.class, Dial.class);
    }

    @Test
    void itMayBeMadeEphemeralAgainAndTheReverse() {
        machine.dialable(true);
        machine.permanent(true);
        machine.linkUp();
        machine.permanent(false);
        is(State.DORMANT, machine.idle(), Keep.class);
        is(State.DIALLING, machine.permanent(true), Dial.class);
    }

    @Test
    void itWaitsForAnAddress() {
        is(State.DIALLING, machine.permanent(true), Dial.class);
        is(State.WAITING, machine.dialsFailed("none is known"), Fail.class, Retry.class);
        is(State.DIALLING, machine.dialable(true), Dial.class);
    }

    // Sent away.

    @Test
    void whoIsSentAwayForLackOfRoomComesWhenItWasTold() {
        connected();
        machine.permanent(true);
        List<Output> outputs = machine.said(Farewell.OVER_CAPACITY, FAR, true);
        is(State.WAITING, outputs, End.class, Fail.class, Retry.class);
        assertThat(((Retry) outputs.get(2)).in()).isEqualTo(FAR);
    }

    @Test
    void anEphemeralOneWhenSomethingIsToBeSent() {
        connected();
        is(State.IDLE, machine.said(Farewell.OVER_CAPACITY, FAR, true), End.class, Fail.class);
    }

    @Test
    void whoIsDeniedDoesNotInsist() {
        connected();
        machine.permanent(true);
        is(State.IDLE, machine.said(Farewell.DENIED, Duration.ZERO, true), End.class, Fail.class);
        assertThat(machine.isPermanent()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Farewell.class)
    void afterTheLinkNoFarewellMatters(Farewell late) {
        dormant();
        is(State.DORMANT, machine.said(late, FAR, true));
    }

    // Whatever comes.

    @Test
    void neverDialsWhileConnectedAndNeverForgetsAPermanentOne() {
        for (int seed = 0; seed < 1_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Connectivity tested = machine(random);
            for (int step = 0; step < 200; step++) {
                List<Output> outputs = anything(tested, random);
                String where = "seed " + seed + ", step " + step;
                if (tested.state() == State.CONNECTED) {
                    assertThat(outputs).as(where).noneMatch(Dial.class::isInstance);
                }
                if (tested.isPermanent()) {
                    assertThat(tested.state()).as(where).isNotIn(State.IDLE, State.DORMANT);
                }
            }
        }
    }

    private static List<Output> anything(Connectivity tested, SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0 -> tested.wanted();
            case 1, 2 -> tested.linkUp();
            case 3 -> tested.linkLost(random.nextBoolean(), random.nextBoolean());
            case 4 -> tested.dialsFailed("no");
            case 5 -> tested.retryDue();
            case 6 -> tested.keepOver();
            case 7 -> tested.idle();
            case 8 -> tested.permanent(random.nextBoolean());
            case 9 -> tested.dialable(random.nextBoolean());
            case 10 -> tested.sessionOver("over");
            default ->
                tested.said(Farewell.values()[random.nextInt(Farewell.values().length)], FAR, random.nextBoolean());
        };
    }
}
