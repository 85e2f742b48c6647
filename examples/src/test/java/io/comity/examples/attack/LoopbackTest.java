package io.comity.examples.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.transport.Address;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.255.254", "[::1]"})
    void letsThisMachinePass(String host) {
        Address address = new Address("tcp", host, 1);
        assertThat(Loopback.require(address)).isSameAs(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "192.168.0.1",
                "0.0.0.0",
                "localhost",
                "127.0.0.1.example",
                "127.0.0.256",
                "[::2]",
                ""
            })
    void refusesEveryOtherMachineAndEveryName(String host) {
        assertThatThrownBy(() -> Loopback.require(new Address("tcp", host, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attacks are for loopback only, not for " + host);
    }

    @Test
    void everyAttackStandsBehindIt() {
        Address elsewhere = new Address("tcp", "192.0.2.1", 1);
        assertThatThrownBy(() -> RawSocket.send(elsewhere, List.of(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tap.on(elsewhere)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Assault.frames(elsewhere)).isInstanceOf(IllegalArgumentException.class);
    }
}
