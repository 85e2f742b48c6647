package io.comity.examples.attack;

import io.comity.transport.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One connection to a loopback port, in the clear or in TLS, some bytes into it, and what came of that. */
final class RawSocket {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    /** How the other side took it. */
    enum Ending {
        /** It closed the connection. */
        CLOSED,
        /** It was still open at the deadline. */
        STILL_OPEN
    }

    private RawSocket() {}

    /**
     * Sends each of {@code pieces}, says that no more will come, and waits until the other side closes. Not being read on is
     * the expected fate of an attack, so failures to write are no failures.
     */
    static Ending send(Address address, Iterable<byte[]> pieces, Duration deadline) throws IOException {
        try (Socket socket = connect(address, deadline)) {
            write(socket, pieces);
            return ending(socket);
        }
    }

    /** The same inside TLS 1.3, showing {@code key}; believes whatever the other side shows. */
    static Ending sendInTls(Address address, TlsKey key, Iterable<byte[]> pieces, Duration deadline)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(key.managers(), new TrustManager[] {new Credulous()}, new SecureRandom());
        try (Socket socket = connect(address, deadline)) {
            return sendInTls(socket, context, address, pieces);
        }
    }

    private static Ending sendInTls(Socket socket, SSLContext context, Address address, Iterable<byte[]> pieces) {
        try (SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(socket, address.host(), address.port(), true)) {
            tls.startHandshake();
            write(tls, pieces);
            return ending(tls);
        } catch (SocketTimeoutException silent) {
            return Ending.STILL_OPEN;
        } catch (IOException refused) {
            return Ending.CLOSED;
        }
    }

    private static Socket connect(Address address, Duration deadline) throws IOException {
        Loopback.require(address);
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) deadline.toMillis());
        return socket;
    }

    private static void write(Socket socket, Iterable<byte[]> pieces) {
        try {
            OutputStream out = socket.getOutputStream();
            for (byte[] piece : pieces) {
                out.write(piece);
            }
            socket.shutdownOutput();
        } catch (IOException cutOff) {
            // The other side has closed already: as it should.
        }
    }

    private static Ending ending(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // Whatever it says, Mallory can do nothing with it.
            }
            return Ending.CLOSED;
        } catch (SocketTimeoutException silent) {
            return Ending.STILL_OPEN;
        } catch (IOException reset) {
            return Ending.CLOSED;
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
