package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DoorkeeperTest {
    private static final Duration FORGIVEN = Duration.ofSeconds(1);
    private static final Optional<Bytes> NOWHERE = Optional.empty();

    private final Doorkeeper.Settings settings = new Doorkeeper.Settings(10, 4, 6, FORGIVEN, 8);
    private final Doorkeeper doorkeeper = new Doorkeeper(settings, 0);
    private long now;

    private static Optional<Bytes> source(int number) {
        return Optional.of(Bytes.of(ByteBuffer.allocate(4).putInt(number).array()));
    }

    private boolean admits(Optional<Bytes> from) {
        return doorkeeper.admits(from, now);
    }

    private void leaves(Optional<Bytes> from) {
        doorkeeper.left(from, now);
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private void comesAndGoes(Optional<Bytes> from, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(admits(from)).as("visit " + i).isTrue();
            leaves(from);
        }
    }

    /** Somebody known comes from there. */
    private void trusts(Optional<Bytes> from) {
        assertThat(admits(from)).isTrue();
        doorkeeper.knows(from, now);
    }

    @Test
    void thereIsRoomForSoManyGuestsAndNoMore() {
        for (int i = 0; i < 10; i++) {
            assertThat(admits(NOWHERE)).isTrue();
        }
        assertThat(admits(NOWHERE)).isFalse();
        assertThat(admits(source(1))).isFalse();
        leaves(NOWHERE);
        assertThat(admits(source(1))).isTrue();
        assertThat(admits(NOWHERE)).isFalse();
    }

    @Test
    void oneSourceHasLessRoomAndLeavesTheRestToOthers() {
        for (int i = 0; i < 4; i++) {
            assertThat(admits(source(1))).isTrue();
        }
        assertThat(admits(source(1))).isFalse();
        assertThat(admits(source(2))).isTrue();
        leaves(source(1));
        assertThat(admits(source(1))).isTrue();
    }

    @Test
    void whoIsKnownIsNoGuest() {
        for (int i = 0; i < 20; i++) {
            trusts(source(1));
        }
        assertThat(admits(source(1))).isTrue();
    }

    @Test
    void guestsWhoNeverBecomeMoreAreHeldAgainstTheirSourceUntilTheyAreForgiven() {
        trusts(source(1));
        comesAndGoes(source(1), 6);
        assertThat(admits(source(1))).isFalse();
        assertThat(admits(source(2))).isTrue();
        passes(FORGIVEN.minusNanos(1));
        assertThat(admits(source(1))).isFalse();
        passes(Duration.ofNanos(1));
        comesAndGoes(source(1), 1);
        assertThat(admits(source(1))).isFalse();
        passes(FORGIVEN.multipliedBy(6));
        comesAndGoes(source(1), 6);
        assertThat(admits(source(1))).isFalse();
    }

    @Test
    void noSourceOwesMoreThanItCanBeForgivenInItsTime() {
        Doorkeeper patient = new Doorkeeper(new Doorkeeper.Settings(10, 10, 3, FORGIVEN, 100), 0);
        for (int i = 0; i < 10; i++) {
            assertThat(patient.admits(source(1), 0)).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            patient.left(source(1), 0);
        }
        assertThat(patient.admits(source(1), FORGIVEN.toNanos() - 1)).isFalse();
        assertThat(patient.admits(source(1), FORGIVEN.toNanos())).isTrue();
    }

    @Test
    void sourcesOfWhichNobodyIsKnownShareARate() {
        trusts(source(100));
        for (int i = 0; i < 7; i++) {
            comesAndGoes(source(i), 1);
        }
        assertThat(admits(source(8))).isFalse();
        assertThat(admits(source(100))).isTrue();
        passes(Duration.ofMillis(125));
        assertThat(admits(source(8))).isTrue();
        assertThat(admits(source(9))).isFalse();
    }

    @Test
    void trustInASourceEnds() {
        trusts(source(1));
        passes(Doorkeeper.TRUSTED_FOR);
        for (int i = 2; i < 10; i++) {
            comesAndGoes(source(i), 1);
        }
        assertThat(admits(source(1))).isFalse();
    }

    @Test
    void soManySourcesAreRememberedAndThoseWithGuestsLongest() {
        Doorkeeper busy = new Doorkeeper(new Doorkeeper.Settings(4, 1, 1, FORGIVEN, 1_000_000), 0);
        assertThat(busy.admits(source(-1), 0)).isTrue();
        for (int i = 0; i < Doorkeeper.MAX_SOURCES - 1; i++) {
            assertThat(busy.admits(source(i), 0)).isTrue();
            busy.left(source(i), 0);
        }
        assertThat(busy.sources()).isEqualTo(Doorkeeper.MAX_SOURCES);
        assertThat(busy.admits(source(0), 0)).as("its lapse is remembered").isFalse();
        assertThat(busy.admits(source(-2), 0)).isTrue();
        assertThat(busy.sources()).isEqualTo(Doorkeeper.MAX_SOURCES);
        assertThat(busy.admits(source(-1), 0)).as("its guest is still there").isFalse();
        assertThat(busy.admits(source(1), 0)).as("it was heard of least lately").isTrue();
    }

    @Test
    void aSourceIsAnAddressOfFourBytesOrANetworkOfEight() throws UnknownHostException {
        assertThat(Origin.of(new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 1)))
                .contains(Bytes.ofHex("c0000207"));
        Optional<Bytes> network = Origin.of(new InetSocketAddress(InetAddress.getByName("2001:db8:1:2::7"), 1));
        assertThat(network).contains(Bytes.ofHex("20010db800010002"));
        assertThat(Origin.of(new InetSocketAddress(InetAddress.getByName("2001:db8:1:2:ffff::8"), 2)))
                .isEqualTo(network);
        assertThat(Origin.of(InetSocketAddress.createUnresolved("host", 1))).isEmpty();
        assertThat(Origin.of(null)).isEmpty();
    }
}
