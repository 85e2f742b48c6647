package io.comity.transport.artery;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;

/** One way of saying something to a victim. */
interface Line extends AutoCloseable {
    /** Says what a connection to Artery says: magic, stream, and frames or worse. */
    void say(byte[] bytes) throws IOException;

    /** Returns when the victim has hung up, where there is something to hang up; fails when it answers or stays. */
    void awaitCut() throws IOException;

    @Override
    void close() throws IOException;

    /** A connection, encrypted or not. */
    static Line over(Socket socket) throws SocketException {
        socket.setSoTimeout(Mallory.PATIENCE_MILLIS);
        return new Line() {
            @Override
            public void say(byte[] bytes) throws IOException {
                try {
                    socket.getOutputStream().write(bytes);
                    socket.getOutputStream().flush();
                } catch (SocketException | SSLException cutWhileWriting) {
                    // The cut is what comes next.
                }
            }

            @Override
            public void awaitCut() throws IOException {
                try {
                    drain(socket.getInputStream());
                } catch (SocketTimeoutException stillThere) {
                    throw new AssertionError("the victim did not hang up", stillThere);
                } catch (SocketException | SSLException cut) {
                    // Cut all the same.
                }
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    private static void drain(InputStream in) throws IOException {
        int answer = in.read();
        if (answer >= 0) {
            throw new AssertionError("the victim answered " + answer);
        }
    }
}
