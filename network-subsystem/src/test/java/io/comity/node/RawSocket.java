package io.comity.node;

import io.comity.transport.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** A TCP connection that says what it is told to and keeps to no protocol. */
final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;

    RawSocket(Address address) throws IOException {
        this(address, "127.0.0.1");
    }

    /** @param from an address of this machine */
    RawSocket(Address address, String from) throws IOException {
        socket = new Socket(address.host(), address.port(), InetAddress.getByName(from), 0);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static byte[] framed(byte[] frame) {
        return ByteBuffer.allocate(4 + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
    }

    /** Says {@code bytes}; that the other side has closed already is no failure. */
    void write(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException cutOff) {
            // How it ended is seen by reading.
        }
    }

    /** Says that nothing more will come. */
    void finish() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException cutOff) {
            // How it ended is seen by reading.
        }
    }

    /** One frame of the other side; fails when it closes instead. */
    byte[] readFrame() throws IOException {
        int length = ByteBuffer.wrap(readExactly(4)).getInt();
        return readExactly(length);
    }

    private byte[] readExactly(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the other side closed the connection");
        }
        return bytes;
    }

    /** Everything the other side still says until it closes; fails when it does not close. */
    byte[] readToTheEnd() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8_192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                said.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException stillOpen) {
            throw new AssertionError("the other side did not close the connection", stillOpen);
        } catch (SocketException reset) {
            return said.toByteArray();
        }
        return said.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
