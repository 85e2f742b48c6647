package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private final Shares shares = new Shares(64);

    private static SocketAddress at(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    @Test
    void aQuarterMayBeOfOneOriginAndNotOneMore() {
        Shares.Share first = shares.enter(at("10.0.0.1", 1)).orElseThrow();
        for (int port = 2; port <= 16; port++) {
            assertThat(shares.enter(at("10.0.0.1", port))).isPresent();
        }
        assertThat(shares.enter(at("10.0.0.1", 99))).isEmpty();
        assertThat(shares.enter(at("10.0.0.2", 1))).isPresent();
        first.giveBack();
        first.giveBack();
        assertThat(shares.enter(at("10.0.0.1", 99))).isPresent();
        assertThat(shares.enter(at("10.0.0.1", 100))).isEmpty();
    }

    @Test
    void oneNetworkOfTheNewInternetIsOneOrigin() {
        for (int host = 1; host <= 16; host++) {
            assertThat(shares.enter(at("2001:db8:0:1::" + host, 1))).isPresent();
        }
        assertThat(shares.enter(at("2001:db8:0:1:ffff::1", 1))).isEmpty();
        assertThat(shares.enter(at("2001:db8:0:2::1", 1))).isPresent();
    }

    @Test
    void whereThereIsLittleRoomEightAreNotTooMany() {
        assertThat(new Shares(1).most()).isEqualTo(8);
        assertThat(new Shares(32).most()).isEqualTo(8);
        assertThat(new Shares(36).most()).isEqualTo(9);
    }

    @Test
    void whoeverComesFromNoAddressSharesNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(shares.enter(null)).isPresent();
        }
    }
}
