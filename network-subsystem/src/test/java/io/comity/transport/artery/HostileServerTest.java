package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.artery.Refusal;
import io.comity.transport.Address;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.HostileFrames;
import io.comity.transport.certificate.NodeTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** D14: whoever is dialled answers where nothing may be answered; a stock system ends after six such bytes. */
@Timeout(120)
class HostileServerTest {
    @ParameterizedTest
    @EnumSource(names = {"TLS", "TCP"})
    void bytesOnAConnectionThatWeDialledEndThatConnectionAlone(ArteryKind kind) throws Exception {
        Mallory mallory = new Mallory(kind);
        TestNode alice = TestNode.listening(TestNode.settings(kind).dialTimeout(Duration.ofSeconds(4)));
        TestNode bob = TestNode.listening(kind);
        Traffic honest = Traffic.between(bob, alice);
        try (ServerSocket server = server(kind, mallory)) {
            Thread answering = answer(server);
            Address there = new Address(kind.scheme(), "127.0.0.1", server.getLocalPort());
            assertThatThrownBy(() -> alice.dial(there, mallory.id()))
                    .rootCause()
                    .isInstanceOf(WireException.class);
            assertThat(alice.transport.refusals()).containsKey(Refusal.FRAMING);
            honest.awaitProgress();
            assertThat(alice.system().whenTerminated().isCompleted()).isFalse();
            assertThat(honest.longestGap()).isLessThan(Duration.ofSeconds(5));
            server.close();
            answering.join();
        }
        honest.stop();
        alice.close();
        bob.close();
    }

    private static ServerSocket server(ArteryKind kind, Mallory mallory) throws GeneralSecurityException, IOException {
        if (kind == ArteryKind.TCP) {
            return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        }
        SSLContext context = NodeTls.context(
                NodeTls.keyManagers(mallory.certificate()), PlainClient.credulous(), new SecureRandom());
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        server.setNeedClientAuth(true);
        return server;
    }

    private static Thread answer(ServerSocket server) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(HostileFrames.stream(FrameGuard.DATA));
                    socket.getOutputStream().flush();
                    socket.getInputStream().readAllBytes();
                } catch (IOException cut) {
                    // The next one.
                }
            }
        });
        thread.start();
        return thread;
    }
}
