package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.comity.artery.Refusal;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.Wire;
import io.comity.transport.certificate.NodeCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may connect, and who is believed to be whom. */
@Timeout(120)
class PinningTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TestNode alice;
    private TestNode bob;

    @BeforeEach
    void listen() {
        alice = TestNode.listening(TestNode.SETTINGS.limits(16, 16, 2));
        bob = TestNode.listening();
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void dialingFailsAtOnceWhenAnotherNodeAnswers() {
        MemoryKeyHolder expected = MemoryKeyHolder.generate(RANDOM);
        assertThatThrownBy(() -> bob.dial(alice.address, expected.nodeId()))
                .rootCause()
                .isInstanceOf(WireException.class)
                .hasMessageContaining(alice.address.toString())
                .hasMessageContaining("another node");
        assertThat(alice.accepted).isEmpty();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> bob.transport.refusals().containsKey(Refusal.CERTIFICATE));
    }

    @Test
    void dialsTheRightNodeAfterTheWrongOneWasExpectedThere() throws InterruptedException {
        MemoryKeyHolder wrong = MemoryKeyHolder.generate(RANDOM);
        assertThatThrownBy(() -> bob.dial(alice.address, wrong.nodeId()))
                .rootCause()
                .isInstanceOf(WireException.class);
        Wire wire = bob.dial(alice);
        assertThat(wire.remote()).isEqualTo(alice.address.toString());
        alice.nextAccepted();
    }

    @Test
    void refusesACertificateWhoseProofIsAltered() {
        UnaryOperator<byte[]> careless = bytes -> {
            byte[] signature = bob.key.sign(bytes);
            signature[0] ^= 1;
            return signature;
        };
        refuses(certificate(bob.key, careless), Refusal.CERTIFICATE);
    }

    @Test
    void refusesACertificateInTheNameOfAnother() {
        MemoryKeyHolder mallory = MemoryKeyHolder.generate(RANDOM);
        refuses(certificate(bob.key, mallory::sign), Refusal.CERTIFICATE);
    }

    @Test
    void refusesTheVictimsOwnName() {
        refuses(certificate(alice.key, alice.key::sign), Refusal.BANNED);
    }

    @Test
    void refusesBannedNodesAtTheCertificate() {
        alice.banned.add(bob.id());
        refuses(certificate(bob.key, bob.key::sign), Refusal.BANNED);
        assertThatThrownBy(() -> bob.dial(alice)).rootCause().isInstanceOf(WireException.class);
    }

    @Test
    void refusesClientsWithoutCertificate() {
        assertThatThrownBy(() -> speak(PlainClient.anonymous(Mallory.endpoint(alice), RANDOM)))
                .isInstanceOf(IOException.class);
        assertThat(alice.transport.peers()).isZero();
    }

    @Test
    void takesAsManyStrangersAsItMayAndNotOneMore() throws GeneralSecurityException, IOException {
        Mallory first = new Mallory(ArteryKind.TLS);
        Mallory second = new Mallory(ArteryKind.TLS);
        Mallory third = new Mallory(ArteryKind.TLS);
        try (SSLSocket one = first.connect(alice);
                SSLSocket two = second.connect(alice)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> alice.transport.peers() == 2);
            third.sayUntilCut(alice, new byte[0]);
            assertThat(alice.transport.refusals()).containsKey(Refusal.OVERLOADED);
            assertThat(one.isClosed() || two.isClosed()).isFalse();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> alice.transport.peers() == 0);
        third.connect(alice).close();
    }

    @Test
    void nodesThatAreKnownComeInAlthoughThereAreTooManyStrangers() throws GeneralSecurityException, IOException {
        try (SSLSocket one = new Mallory(ArteryKind.TLS).connect(alice);
                SSLSocket two = new Mallory(ArteryKind.TLS).connect(alice)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> alice.transport.peers() == 2);
            alice.known.add(bob.id());
            bob.dial(alice);
            assertThat(one.isClosed() || two.isClosed()).isFalse();
        }
    }

    private void refuses(NodeCertificate certificate, Refusal reason) {
        assertThatThrownBy(() -> speak(PlainClient.connect(certificate, Mallory.endpoint(alice), RANDOM)))
                .isInstanceOf(IOException.class);
        assertThat(alice.transport.refusals()).containsKey(reason);
        assertThat(alice.transport.peers()).isZero();
    }

    /** In TLS 1.3 a client hears that it was refused when it reads. */
    private static void speak(SSLSocket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout(Mallory.PATIENCE_MILLIS);
            socket.startHandshake();
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() < 0) {
                throw new SSLException("cut");
            }
        }
    }

    private static NodeCertificate certificate(MemoryKeyHolder of, UnaryOperator<byte[]> signer) {
        try {
            return NodeCertificate.mint(of.nodeId(), 1, signer, RANDOM);
        } catch (GeneralSecurityException | IOException noTls) {
            throw new AssertionError(noTls);
        }
    }
}
