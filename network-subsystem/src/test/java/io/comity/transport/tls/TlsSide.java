package io.comity.transport.tls;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.SocketStranger;
import io.comity.transport.Stranger;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.certificate.NodeTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;

/** One side of TLS that believes everybody, and shows what it has. */
final class TlsSide {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyManager[] keys;

    private TlsSide(KeyManager[] keys) {
        this.keys = keys;
    }

    static NodeCertificate certificate(NodeId node, MemoryKeyHolder signer) {
        try {
            return NodeCertificate.mint(node, 0, signer::sign, RANDOM);
        } catch (GeneralSecurityException | IOException noTls) {
            throw new AssertionError(noTls);
        }
    }

    static TlsSide of(MemoryKeyHolder key) {
        return of(certificate(key.nodeId(), key));
    }

    static TlsSide of(NodeCertificate identity) {
        try {
            return new TlsSide(NodeTls.keyManagers(identity));
        } catch (GeneralSecurityException | IOException noTls) {
            throw new AssertionError(noTls);
        }
    }

    /** One that saw the certificate go by, and has a private key of its own only. */
    static TlsSide copyOf(NodeCertificate seen) {
        MemoryKeyHolder thief = MemoryKeyHolder.generate(RANDOM);
        return of(new NodeCertificate(certificate(thief.nodeId(), thief).key(), seen.certificate()));
    }

    static TlsSide anonymous() {
        return new TlsSide(new KeyManager[0]);
    }

    /** After a handshake in which this side is the client. */
    Stranger dial(Address address) throws IOException {
        Socket socket = new Socket(address.host(), address.port());
        SSLSocket tls = around(socket);
        tls.setEnabledProtocols(NodeTls.protocols());
        tls.startHandshake();
        return new SocketStranger(tls, socket);
    }

    SSLSocket around(Socket socket) throws IOException {
        return (SSLSocket) context().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), false);
    }

    /** Takes one connection and tries to shake hands. */
    ServerSocket listen() throws IOException {
        ServerSocket server =
                context().getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread taking = new Thread(() -> take(server), "tls-side");
        taking.setDaemon(true);
        taking.start();
        return server;
    }

    private static void take(ServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.startHandshake();
        } catch (IOException refused) {
            // As it should be; the client says why.
        }
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new X509TrustManager[] {new Credulous()}, RANDOM);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new AssertionError(noTls);
        }
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
