package io.comity.artery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void namesTheGatewayAsArterySpellsIt() {
        assertThat(new Endpoint("alice.example", 4711).gateway())
                .isEqualTo("akka://comity@alice.example:4711/user/gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a@b", "a:b", "[::1]", "ü", "a\nb"})
    void refusesHostsThatAreNoNames(String host) {
        assertThat(Endpoint.of(host, 1)).isEmpty();
    }

    @Test
    void takesTheLongestHostAndNotOneLonger() {
        assertThat(Endpoint.of("a".repeat(Endpoint.MAX_HOST), 1)).isPresent();
        assertThat(Endpoint.of("a".repeat(Endpoint.MAX_HOST + 1), 1)).isEmpty();
    }

    @Test
    void takesPortsFromOneTo65535() {
        assertThat(Endpoint.of("a", 1)).isPresent();
        assertThat(Endpoint.of("a", 65_535)).isPresent();
        assertThat(Endpoint.of("a", 0)).isEmpty();
        assertThat(Endpoint.of("a", 65_536)).isEmpty();
    }
}
