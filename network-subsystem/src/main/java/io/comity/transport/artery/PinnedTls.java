package io.comity.transport.artery;

import akka.actor.ActorRef;
import akka.remote.artery.tcp.SSLEngineProvider;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.certificate.NodeCertificate.Proven;
import io.comity.transport.certificate.NodeTls;
import io.comity.transport.certificate.NodeTrust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Makes the guarded engines of one ActorSystem: TLS 1.3, one cipher suite, certificates on both sides. Every connection has
 * a context of its own, so that no session is ever resumed and every connection proves its node anew.
 */
final class PinnedTls implements SSLEngineProvider {
    private final KeyManager[] keys;
    private final Peers peers;
    private final Refusals refusals;
    private final SecureRandom random;
    private final LongSupplier nanoTime;
    private volatile @Nullable Door door;

    /** What exists once the ActorSystem listens; before that no connection is taken or made. */
    record Door(Endpoint self, BiConsumer<Connection, ActorRef> watch) {}

    PinnedTls(NodeCertificate identity, Peers peers, Refusals refusals, SecureRandom random, LongSupplier nanoTime)
            throws GeneralSecurityException, IOException {
        this.keys = NodeTls.keyManagers(identity);
        this.peers = peers;
        this.refusals = refusals;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** From here on connections are taken and made. */
    void open(Door door) {
        this.door = door;
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        GuardedEngine engine = engine(Connection.inbound(peers), hostname, port);
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        Optional<Endpoint> expected = Endpoint.of(hostname, port).filter(peers::isExpected);
        GuardedEngine engine = engine(Connection.outbound(peers, expected), hostname, port);
        engine.setUseClientMode(true);
        if (expected.isEmpty()) {
            engine.refuse();
        }
        return engine;
    }

    /** The guard has judged already. */
    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    /** The guard has judged already. */
    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    /** Never throws for a connection that is not wanted: Akka would wait for the stage that could not be made, for ever. */
    private GuardedEngine engine(Connection connection, String hostname, int port) {
        Door here = door;
        try {
            NodeTrust trust = new NodeTrust(claim -> accepts(connection, claim));
            SSLEngine tls = NodeTls.context(keys, trust, random).createSSLEngine(hostname, port);
            tls.setEnabledProtocols(NodeTls.protocols());
            tls.setEnabledCipherSuites(NodeTls.suites());
            GuardedEngine engine = new GuardedEngine(tls, connection, refusals, this::guard);
            if (here == null) {
                engine.refuse();
            } else {
                here.watch().accept(connection, TlsActor.current());
            }
            return engine;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("this Java has no TLS 1.3", noTls);
        }
    }

    private FrameGuard guard(Connection connection) {
        Endpoint self = Objects.requireNonNull(door).self();
        return new FrameGuard(new CanonicalHeader(self), connection.uid(), connection::stream, nanoTime);
    }

    private boolean accepts(Connection connection, Optional<Proven> claim) {
        Optional<Refusal> refusal = connection.present(claim);
        refusal.ifPresent(reason -> {
            refusals.count(reason);
            connection.mismatched();
        });
        return refusal.isEmpty();
    }
}
