package io.comity.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;

/** One whose stream is a socket, or something around a socket. */
public final class SocketStranger implements Stranger {
    private final Socket socket;
    private final Socket below;

    /** @param below the socket of the operating system; the same one when nothing is around it */
    public SocketStranger(Socket socket, Socket below) throws IOException {
        this.socket = socket;
        this.below = below;
        below.setSoTimeout((int) TransportContractTest.PATIENCE.toMillis());
    }

    @Override
    public void write(byte... bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException | SSLException cutOff) {
            // How it ended is seen by reading.
        }
    }

    @Override
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void vanish() throws IOException {
        below.setSoLinger(true, 0);
        below.close();
    }

    @Override
    public byte[] readToTheEnd() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8_192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                said.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException stillOpen) {
            throw new AssertionError("the other side did not end the stream", stillOpen);
        } catch (SocketException | SSLException cutOff) {
            return said.toByteArray();
        }
        return said.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        below.close();
    }
}
