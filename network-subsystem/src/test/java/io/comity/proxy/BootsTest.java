package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which boots of a node are let in when some of them should have ended. */
final class BootsTest {
    private static final boolean CONNECTED = true;
    private static final boolean ALONE = false;
    private static final long FIRST = 100;
    private static final long LATER = 200;

    private final Boots boots = new Boots();
    private long nanos = Long.MAX_VALUE - 1;

    @Test
    void oneThatIsStartedAgainAndAgainIsNothingSpecial() {
        for (long epoch = 1; epoch < 3 * Boots.MAX; epoch++) {
            assertThat(boots.meet(epoch, CONNECTED, nanos)).isEqualTo(well());
            assertThat(boots.meet(epoch, CONNECTED, nanos)).isEqualTo(well());
        }
    }

    @Test
    void anEarlierBootThatComesBackIsSentAwayAndEverybodyIsTold() {
        meet(FIRST, ALONE);
        meet(LATER, CONNECTED);
        assertThat(meet(FIRST, CONNECTED)).isEqualTo(new Boots.Finding(false, true, true, true));
        assertThat(meet(FIRST, CONNECTED)).isEqualTo(new Boots.Finding(false, true, false, false));
        assertThat(meet(LATER, ALONE)).isEqualTo(well());
    }

    @Test
    void anEarlierBootThatWasNeverMetIsKnownByItsEpoch() {
        meet(LATER, ALONE);
        assertThat(meet(FIRST, CONNECTED).isTwice()).isTrue();
    }

    @Test
    void whatWasSaidIsSaidAgainAfterAWhile() {
        meet(LATER, ALONE);
        meet(FIRST, CONNECTED);
        nanos += Boots.TELL_EVERY.toNanos() - 1;
        assertThat(meet(FIRST, CONNECTED).isNews()).isFalse();
        nanos++;
        assertThat(meet(FIRST, CONNECTED)).isEqualTo(new Boots.Finding(false, true, true, true));
    }

    @Test
    void theEarlierIsLetInWhenTheLaterIsGoneForAWhile() {
        meet(LATER, ALONE);
        meet(FIRST, CONNECTED);
        boots.left(nanos);
        nanos += Boots.ABSENCE.toNanos() - 1;
        assertThat(meet(FIRST, ALONE).isAdmitted()).isFalse();
        nanos++;
        assertThat(meet(FIRST, ALONE).isAdmitted()).isTrue();
        assertThat(meet(FIRST, ALONE)).isEqualTo(well());
    }

    @Test
    void theEarlierIsSentAwayOnceEvenWhenTheLaterIsLongGone() {
        meet(LATER, ALONE);
        boots.left(nanos);
        nanos += 2 * Boots.ABSENCE.toNanos();
        assertThat(meet(FIRST, ALONE).isAdmitted()).isFalse();
        assertThat(meet(FIRST, ALONE).isAdmitted()).isTrue();
    }

    @Test
    void theLaterTakesItsPlaceAgainAndIsToldIfItWasNot() {
        meet(LATER, ALONE);
        boots.left(nanos);
        nanos += Boots.ABSENCE.toNanos();
        meet(FIRST, ALONE);
        meet(FIRST, ALONE);
        assertThat(meet(LATER, CONNECTED)).isEqualTo(new Boots.Finding(true, true, false, true));
    }

    @Test
    void ofMoreThanItRemembersTheFirstAreForgotten() {
        for (long epoch = 1; epoch <= Boots.MAX; epoch++) {
            meet(epoch, CONNECTED);
        }
        assertThat(meet(1, CONNECTED).isTwice()).isTrue();
        meet(Boots.MAX + 1, CONNECTED);
        assertThat(meet(Boots.MAX + 1, CONNECTED)).isEqualTo(well());
        assertThat(meet(1, CONNECTED).isTwice()).isTrue();
    }

    @Test
    void whatTheOtherNodeSaysOfThisOneIsNewsOnceAMinute() {
        assertThat(boots.isNewsOfSelf(nanos)).isTrue();
        nanos += Boots.TELL_EVERY.toNanos() - 1;
        assertThat(boots.isNewsOfSelf(nanos)).isFalse();
        nanos++;
        assertThat(boots.isNewsOfSelf(nanos)).isTrue();
    }

    private Boots.Finding meet(long epoch, boolean isConnected) {
        return boots.meet(epoch, isConnected, nanos);
    }

    private static Boots.Finding well() {
        return new Boots.Finding(true, false, false, false);
    }
}
