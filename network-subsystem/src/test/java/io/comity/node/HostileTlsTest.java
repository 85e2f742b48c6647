package io.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.MemoryKeyHolder;
import io.comity.session.Handshake;
import io.comity.session.Output;
import io.comity.transport.FrameLog;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.stream.StreamSettings;
import io.comity.transport.tls.TlsTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node that listens with TLS makes of those who are not who they seem. */
final class HostileTlsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final StreamSettings SETTINGS = new StreamSettings("127.0.0.1", 0, Duration.ofSeconds(5), 1);

    private final MemoryKeyHolder mallory = MemoryKeyHolder.generate(RANDOM);

    @TempDir
    Path home;

    @Test
    void whoShowsOneKeyInTlsAndAnotherInTheLinkIsNoPeer() throws Exception {
        try (Neighbours town = Neighbours.over("tls", home)) {
            MemoryKeyHolder other = MemoryKeyHolder.generate(RANDOM);
            assertThat(linkedAs(mallory, other, town)).isFalse();
            town.awaitCount("dropped.handshake", 1);
            town.bobIsServed();
        }
    }

    @Test
    void whoShowsTheSameKeyTwiceIsAPeer() throws Exception {
        try (Neighbours town = Neighbours.over("tls", home)) {
            assertThat(linkedAs(mallory, mallory, town)).isTrue();
            town.awaitCount("dropped.handshake", 0);
        }
    }

    @Test
    void whatIsNotTlsIsCountedAndNotAnswered() throws IOException {
        try (Neighbours town = Neighbours.over("tls", home)) {
            for (String words : List.of("GET / HTTP/1.1\r\nHost: alice\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n")) {
                try (RawSocket socket = new RawSocket(town.alice().addresses().get(0))) {
                    socket.write(words.getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.readToTheEnd()).isEmpty();
                }
            }
            town.awaitCount("dropped.handshake", 2);
            town.bobIsServed();
        }
    }

    @Test
    void whoSaysNothingOrTooLittleHearsNothingWhenItsTimeIsUp() throws IOException {
        Map<String, Object> settings =
                Map.of("comity.transports", List.of("tls"), "comity.connection.handshake-timeout", "500ms");
        try (Node alice = Neighbours.start(home, "alice", settings)) {
            for (byte[] said : List.of(new byte[0], new byte[] {0x16, 3, 1, 1})) {
                try (RawSocket socket = new RawSocket(alice.addresses().get(0))) {
                    socket.write(said);
                    assertThat(socket.readToTheEnd()).isEmpty();
                }
            }
        }
    }

    /** Whether Alice talks on after a handshake with the certificate of one key and the signature of another. */
    private static boolean linkedAs(MemoryKeyHolder shown, MemoryKeyHolder signing, Neighbours town)
            throws GeneralSecurityException, IOException, InterruptedException {
        NodeCertificate certificate = NodeCertificate.mint(shown.nodeId(), 0, shown::sign, RANDOM);
        Transport transport = TlsTransport.of(SETTINGS, certificate, RANDOM);
        try {
            Wire wire = transport
                    .dial(town.alice().addresses().get(0), town.alice().id())
                    .toCompletableFuture()
                    .join();
            FrameLog log = FrameLog.of(wire);
            shakeHands(RawPeer.opening(town.alice().id(), signing), signing, wire, log);
            wire.next();
            return log.frameOrEnd();
        } finally {
            transport.close().toCompletableFuture().join();
        }
    }

    private static void shakeHands(Handshake handshake, MemoryKeyHolder key, Wire wire, FrameLog log)
            throws InterruptedException {
        List<Output> outputs = handshake.start();
        while (true) {
            Output last = outputs.get(outputs.size() - 1);
            for (Output output : outputs) {
                if (output instanceof Output.Send send) {
                    wire.send(send.frame());
                }
            }
            if (last instanceof Output.Established) {
                return;
            }
            if (last instanceof Output.Sign sign) {
                outputs = handshake.signed(key.sign(Handshake.SIGNATURE_DOMAIN, sign.statement()));
            } else {
                wire.next();
                outputs = handshake.frame(log.awaitFrame());
            }
        }
    }
}
