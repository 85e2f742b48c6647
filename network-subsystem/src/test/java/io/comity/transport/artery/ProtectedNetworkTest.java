package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of RFC 5737, where nobody listens. */
class ProtectedNetworkTest {
    private static final String PUBLIC = "203.0.113.5";

    @ParameterizedTest
    @EnumSource(names = {"TCP", "AERON"})
    void whatEncryptsNothingDoesNotListenOnAPublicAddress(ArteryKind kind) {
        assertThatThrownBy(() -> TestNode.listening(TestNode.settings(kind).at(PUBLIC, 0)))
                .rootCause()
                .isInstanceOf(WireException.class)
                .hasMessage(kind.scheme() + " encrypts nothing and will not listen on the public address " + PUBLIC
                        + "; use artery-tls, or set comity." + kind.scheme() + ".i-protect-this-network = on"
                        + " if a firewall or tunnel of yours keeps strangers out");
    }

    /** There is no such address here, so it fails later and for another reason. */
    @Test
    void butItsOwnerKnowsBetter() {
        assertThatThrownBy(() -> TestNode.listening(
                        TestNode.settings(ArteryKind.TCP).at(PUBLIC, 0).onProtectedNetwork()))
                .rootCause()
                .hasMessageStartingWith("cannot listen on " + PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1"})
    void privateAddressesAreNotPublic(String host) {
        assertThat(ProtectedNetwork.objection(ArteryKind.TCP, host, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PUBLIC, "172.32.0.1", "192.169.0.1", "11.0.0.1", "100.64.0.1"})
    void othersAre(String host) {
        assertThat(ProtectedNetwork.objection(ArteryKind.AERON, host, false)).isPresent();
        assertThat(ProtectedNetwork.objection(ArteryKind.AERON, host, true)).isEmpty();
        assertThat(ProtectedNetwork.objection(ArteryKind.TLS, host, false)).isEmpty();
    }
}
