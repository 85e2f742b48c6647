package io.comity.examples.attack;

import io.comity.transport.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One TCP connection to a loopback port, some bytes into it, and what came of that. */
public final class RawSocket {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    /** How the other side took it. */
    public enum Ending {
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
    public static Ending send(Address address, Iterable<byte[]> pieces, Duration deadline) throws IOException {
        Loopback.require(address);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) deadline.toMillis());
            write(socket, pieces);
            return ending(socket.getInputStream());
        }
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

    private static Ending ending(InputStream in) {
        try {
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
}
