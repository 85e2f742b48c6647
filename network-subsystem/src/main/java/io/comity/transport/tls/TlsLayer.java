package io.comity.transport.tls;

import io.comity.identity.NodeId;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.certificate.NodeTls;
import io.comity.transport.certificate.NodeTrust;
import io.comity.transport.stream.Layer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** TLS between a socket and its wire. Every connection has a context of its own, so no session is ever resumed. */
final class TlsLayer implements Layer {
    /** How long a peer that does not read may delay the end of the transport; wires are cut before. */
    private static final long LINGER_MILLIS = 1_000;

    private final KeyManager[] keys;
    private final SecureRandom random;
    private final Duration handshakeTimeout;

    TlsLayer(NodeCertificate identity, SecureRandom random, Duration handshakeTimeout) {
        this.random = random;
        this.handshakeTimeout = handshakeTimeout;
        try {
            this.keys = NodeTls.keyManagers(identity);
        } catch (GeneralSecurityException | IOException noKeys) {
            throw new IllegalStateException("this Java cannot keep a TLS key", noKeys);
        }
    }

    @Override
    public void addTo(Channel channel, @Nullable NodeId expected) {
        Doorstep doorstep = new Doorstep(channel, expected);
        SslHandler tls = new SslHandler(engine(new NodeTrust(doorstep::accepts), expected != null));
        tls.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        tls.setCloseNotifyFlushTimeoutMillis(LINGER_MILLIS);
        channel.pipeline().addLast(doorstep, tls, new Farewell());
        tls.handshakeFuture().addListener(doorstep::decide);
    }

    @Override
    public Future<?> passed(Channel channel) {
        return channel.pipeline().get(Doorstep.class).passed();
    }

    private SSLEngine engine(NodeTrust trust, boolean dials) {
        try {
            SSLEngine engine = NodeTls.context(keys, trust, random).createSSLEngine();
            engine.setUseClientMode(dials);
            engine.setNeedClientAuth(true);
            engine.setEnabledProtocols(NodeTls.protocols());
            engine.setEnabledCipherSuites(NodeTls.suites());
            return engine;
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("this Java has no TLS 1.3", noTls);
        }
    }
}
