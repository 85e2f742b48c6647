package io.comity.transport.artery;

import io.comity.artery.Endpoint;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.certificate.NodeTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A TLS client that speaks to anybody and guards nothing: what the self-test sends bad frames with. */
final class PlainClient {
    private static final int CONNECT_MILLIS = 3_000;

    private PlainClient() {}

    static SSLSocket connect(NodeCertificate identity, Endpoint to, SecureRandom random)
            throws GeneralSecurityException, IOException {
        return connect(NodeTls.keyManagers(identity), to, random);
    }

    /** Without a certificate. */
    static SSLSocket anonymous(Endpoint to, SecureRandom random) throws GeneralSecurityException, IOException {
        return connect(new KeyManager[0], to, random);
    }

    /** Trusts everybody. */
    static TrustManager credulous() {
        return new Credulous();
    }

    private static SSLSocket connect(KeyManager[] keys, Endpoint to, SecureRandom random)
            throws GeneralSecurityException, IOException {
        SSLContext context = NodeTls.context(keys, credulous(), random);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setEnabledProtocols(NodeTls.protocols());
        socket.setEnabledCipherSuites(NodeTls.suites());
        socket.connect(new InetSocketAddress(to.host(), to.port()), CONNECT_MILLIS);
        return socket;
    }

    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
