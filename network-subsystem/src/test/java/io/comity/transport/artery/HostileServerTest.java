package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.artery.Refusal;
import io.comity.transport.Address;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.HostileFrames;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** D14: whoever is dialled answers where nothing may be answered; a stock system ends after six such bytes. */
@Timeout(120)
class HostileServerTest {
    @Test
    void bytesOnAConnectionThatWeDialledEndThatConnectionAlone() throws Exception {
        Mallory mallory = new Mallory(ArteryKind.TLS);
        TestNode alice = TestNode.listening(TestNode.SETTINGS.dialTimeout(Duration.ofSeconds(4)));
        TestNode bob = TestNode.listening();
        Traffic honest = Traffic.between(bob, alice);
        try (SSLServerSocket server = server(mallory)) {
            Thread answering = answer(server);
            Address there = new Address(ArteryKind.TLS.scheme(), "127.0.0.1", server.getLocalPort());
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

    private static SSLServerSocket server(Mallory mallory) throws GeneralSecurityException, IOException {
        SSLContext context = PinnedTls.context(
                PinnedTls.keyManagers(mallory.certificate()), PlainClient.credulous(), new SecureRandom());
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        server.setNeedClientAuth(true);
        return server;
    }

    private static Thread answer(SSLServerSocket server) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
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
