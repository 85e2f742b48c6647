package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:4711",
                "tcp://alice.example.org:0",
                "tcp://[::1]:65535",
                "artery-tls://localhost:1",
                "unix:///run/alice.sock",
                "unix:///home/al%20ice/%25/x",
                "unix:///home/\u00e9l\u00e8ve/node.sock"
            })
    void readsBackFromItsText(String text) {
        assertThat(Address.parse(text)).map(Address::toString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tcp",
                "tcp:",
                "tcp://",
                "tcp://host",
                "tcp://host:",
                "tcp://host:-1",
                "tcp://host:65536",
                "//host:1",
                "host:1",
                "unix://",
                "unix:///",
                "unix:/run/alice.sock",
                "unix:run/alice.sock",
                "unix:///run/alice.sock?query",
                "unix:///run/alice.sock#fragment",
                "unix:///run/%00",
                "unix:///run/%ff",
                "unix:///run/%2falice",
                "unix:///run/al ice",
                "/run/alice.sock"
            })
    void isNothingElse(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void aPathIsOneOfTheMachineAndHasNoPort() {
        Address address = Address.ofPath("unix", Path.of("/run/al ice/#1"));
        assertThat(address.isPath()).isTrue();
        assertThat(address.port()).isZero();
        assertThat(address).hasToString("unix:///run/al%20ice/%231");
        assertThat(Address.parse(address.toString())).contains(address);
    }
}
