package io.comity.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.FrameLog;
import io.comity.transport.HonestPair;
import io.comity.transport.SocketStranger;
import io.comity.transport.Stranger;
import io.comity.transport.StreamContractTest;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.comity.transport.stream.StreamSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TlsTransportTest extends StreamContractTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final StreamSettings SETTINGS = new StreamSettings("127.0.0.1", 0, Duration.ofSeconds(5), 1);
    private static final StreamSettings HASTY = new StreamSettings("127.0.0.1", 0, Duration.ofMillis(300), 1);

    private final Map<Transport, NodeId> nodes = new HashMap<>();
    private final MemoryKeyHolder mallory = MemoryKeyHolder.generate(RANDOM);

    @Override
    protected Transport make() {
        MemoryKeyHolder key = MemoryKeyHolder.generate(RANDOM);
        Transport made = TlsTransport.of(SETTINGS, TlsSide.certificate(key.nodeId(), key), RANDOM);
        nodes.put(made, key.nodeId());
        return made;
    }

    @Override
    protected NodeId nodeAt(Transport transport) {
        return nodes.getOrDefault(transport, super.nodeAt(transport));
    }

    @Override
    protected Stranger stranger() throws IOException {
        return TlsSide.of(mallory).dial(address);
    }

    @Test
    void bothWiresKnowWhoIsAtTheOtherEnd() throws InterruptedException {
        HonestPair pair = honestPair();
        assertThat(pair.near().proven()).contains(nodeAt(listener));
        assertThat(pair.far().proven()).contains(nodeAt(dialler));
    }

    // Who dials here.

    @ParameterizedTest
    @EnumSource
    void whoIsNoNodeIsCutOffWithoutAWordAndAnHonestPeerIsNotDisturbed(TlsHostility hostility) throws Exception {
        HonestPair honest = honestPair();
        for (int i = 0; i < 5; i++) {
            Socket socket = new Socket(address.host(), address.port());
            try (Stranger stranger = new SocketStranger(socket, socket)) {
                Wire wire = nextAccepted();
                byte[] heard = hostility.attack(stranger, socket, mallory, nodeAt(dialler));
                assertThat(heard).isEmpty();
                FrameLog.of(wire).awaitClosed();
            }
            honest.talks();
        }
    }

    // Who is dialled from here.

    @Test
    void anotherNodeThanTheOneThatWasDialledIsRefused() throws InterruptedException {
        HonestPair honest = honestPair();
        assertDialFails(dialler, address).hasMessage("cannot reach " + address + " (another node answers there)");
        FrameLog.of(nextAccepted()).awaitClosed();
        honest.talks();
    }

    @Test
    void aCertificateThatWasCopiedFromTheNodeThatIsDialledIsOfNoUse() throws IOException {
        TlsSide copy = TlsSide.copyOf(TlsSide.certificate(mallory.nodeId(), mallory));
        try (ServerSocket server = copy.listen()) {
            assertDialFails(dialler, here(server), mallory.nodeId()).hasMessageContaining("TLS failed: ");
        }
    }

    @Test
    void aCertificateThatNoNodeSignedIsRefused() throws IOException {
        MemoryKeyHolder other = MemoryKeyHolder.generate(RANDOM);
        TlsSide forged = TlsSide.of(TlsSide.certificate(mallory.nodeId(), other));
        try (ServerSocket server = forged.listen()) {
            assertDialFails(dialler, here(server), mallory.nodeId()).hasMessageContaining("TLS failed: ");
        }
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsSaidNotTo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Wire> dialled =
                    dialler.dial(here(server), mallory.nodeId()).toCompletableFuture();
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThatThrownBy(dialled::join).hasMessageContaining("(it does not speak TLS)");
            }
        }
    }

    @Test
    void aServerThatHangsUpIsSaidTo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Wire> dialled =
                    dialler.dial(here(server), mallory.nodeId()).toCompletableFuture();
            server.accept().close();
            assertThatThrownBy(dialled::join).hasMessageContaining("cannot reach " + here(server));
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        Transport hasty = TlsTransport.of(HASTY, TlsSide.certificate(mallory.nodeId(), mallory), RANDOM);
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            assertDialFails(hasty, here(server)).hasMessageContaining("timed out");
        } finally {
            hasty.close().toCompletableFuture().join();
        }
    }

    private static Address here(ServerSocket server) {
        return new Address("tls", "127.0.0.1", server.getLocalPort());
    }

    private AbstractThrowableAssert<?, ?> assertDialFails(Transport from, Address to) {
        return assertDialFails(from, to, mallory.nodeId());
    }

    private static AbstractThrowableAssert<?, ?> assertDialFails(Transport from, Address to, NodeId expected) {
        return assertThatThrownBy(
                        () -> from.dial(to, expected).toCompletableFuture().join())
                .rootCause();
    }
}
