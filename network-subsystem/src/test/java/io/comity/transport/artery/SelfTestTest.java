package io.comity.transport.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.actor.BootstrapSetup;
import akka.actor.ExtendedActorSystem;
import akka.actor.setup.ActorSystemSetup;
import akka.remote.artery.tcp.SSLEngineProvider;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import com.typesafe.config.ConfigFactory;
import io.comity.artery.Endpoint;
import io.comity.artery.Origin;
import io.comity.artery.Refusals;
import io.comity.artery.SerializerTable;
import io.comity.artery.SignedSerializer;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.artery.guard.GuardSetup;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.certificate.NodeTls;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Option;

/** A system whose guards are missing, one after the other, must not listen. */
@Timeout(120)
class SelfTestTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MemoryKeyHolder key = MemoryKeyHolder.generate(RANDOM);
    private final Refusals refusals = new Refusals(more -> {});
    private final Peers peers = new Peers(new Surroundings(
            ArteryKind.TLS,
            key.nodeId(),
            new Limits(1, 4, 1),
            node -> false,
            node -> false,
            System::nanoTime,
            Runnable::run));
    private final SignedSerializer serializer =
            new SignedSerializer(new Origin(key.nodeId(), 1, key::sign), peers, refusals);
    private ActorSystem system;
    private Endpoint self;

    @BeforeEach
    void startWithTlsButNoGuard() throws Exception {
        NodeCertificate identity = NodeCertificate.mint(key.nodeId(), 1, key::sign, RANDOM);
        system = ActorSystem.create(
                Endpoint.SYSTEM_NAME,
                ActorSystemSetup.create(
                        BootstrapSetup.create(ArteryConfig.at(ArteryKind.TLS, "127.0.0.1", 0)),
                        SerializerTable.only(serializer),
                        new GuardSetup(new Doors(ArteryKind.TLS, peers, serializer, refusals)),
                        SSLEngineProviderSetup.create(any -> new Unguarded(identity))));
        self = new Endpoint(
                "127.0.0.1",
                ((ExtendedActorSystem) system)
                        .provider()
                        .getDefaultAddress()
                        .getPort()
                        .orElseThrow());
    }

    @AfterEach
    void stop() {
        new Drivers().sweep(system);
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    @Test
    void failsWhenAkkasSerializerIsStillInTheTable() {
        assertThatThrownBy(this::test)
                .isInstanceOf(WireException.class)
                .hasMessage("artery-tls will not listen, its self-test failed: a foreign serializer is in slot 0");
    }

    @Test
    void failsWhenABadFrameReachesArtery() {
        SerializerTable.seal(system, serializer);
        serializer.listenAt(self);
        assertThatThrownBy(this::test)
                .isInstanceOf(WireException.class)
                .hasMessageContaining("a bad frame was not refused by the guard");
    }

    @Test
    void failsWhenAkkasOwnTransportIsRunning() {
        ActorSystem stock = ActorSystem.create(
                Endpoint.SYSTEM_NAME,
                ActorSystemSetup.create(
                        BootstrapSetup.create(ConfigFactory.parseString("akka.actor.provider = remote")
                                .withFallback(ArteryConfig.at(ArteryKind.TCP, "127.0.0.1", 0))),
                        SerializerTable.only(serializer)));
        SerializerTable.seal(stock, serializer);
        assertThatThrownBy(() -> new SelfTest(
                                stock,
                                serializer,
                                peers,
                                refusals,
                                RANDOM,
                                "artery-tcp",
                                (tester, counts) -> Optional.empty())
                        .run())
                .hasMessage("artery-tcp will not listen, its self-test failed: Akka's own provider is in charge");
        stock.terminate();
        stock.getWhenTerminated().toCompletableFuture().join();
    }

    /** It hangs up on everybody, as a guard would, but refused nothing. */
    @Test
    void theTcpProbeMissesTheGuardOfAServerThatHasNone() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread hangingUp = new Thread(() -> {
                try {
                    server.accept().close();
                } catch (IOException over) {
                    // So is the test.
                }
            });
            hangingUp.start();
            Endpoint there = new Endpoint("127.0.0.1", server.getLocalPort());
            assertThat(new TcpProbe(there).flaw(key, refusals))
                    .hasValue("bytes of nobody were not refused by the guard");
        }
    }

    @Test
    void theAeronProbeMissesTheGuardOfAPortThatHasNone() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            Endpoint there = new Endpoint("127.0.0.1", socket.getLocalPort());
            assertThat(new AeronProbe(there, "nowhere").flaw(key, refusals))
                    .hasValue("a datagram that asks for a huge buffer was not refused by the guard");
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoTraceInTheCounts(ArteryKind kind) {
        TestNode node = TestNode.listening(kind);
        assertThat(node.transport.refusals()).isEmpty();
        assertThat(node.transport.peers()).isZero();
        node.close();
    }

    private void test() throws WireException {
        new SelfTest(system, serializer, peers, refusals, RANDOM, "artery-tls", new TlsProbe(self, RANDOM)).run();
    }

    private record Unguarded(NodeCertificate identity) implements SSLEngineProvider {
        @Override
        public SSLEngine createServerSSLEngine(String hostname, int port) {
            SSLEngine engine = engine(hostname, port);
            engine.setUseClientMode(false);
            return engine;
        }

        @Override
        public SSLEngine createClientSSLEngine(String hostname, int port) {
            SSLEngine engine = engine(hostname, port);
            engine.setUseClientMode(true);
            return engine;
        }

        private SSLEngine engine(String hostname, int port) {
            try {
                return NodeTls.context(NodeTls.keyManagers(identity), PlainClient.credulous(), RANDOM)
                        .createSSLEngine(hostname, port);
            } catch (GeneralSecurityException | IOException noTls) {
                throw new AssertionError(noTls);
            }
        }

        @Override
        public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
            return Option.empty();
        }

        @Override
        public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
            return Option.empty();
        }
    }
}
