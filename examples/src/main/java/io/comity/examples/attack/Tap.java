package io.comity.examples.attack;

import io.comity.transport.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sits on the line: whoever dials it is connected with {@code target}, and the first bytes that go there are kept. It is how
 * Mallory comes by the bytes of an honest peer, and where she damages them on their way.
 */
public final class Tap implements AutoCloseable {
    /** Bytes kept; the line goes on when they are full. */
    public static final int MAX_RECORDED_BYTES = 4 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Address target;
    private final ServerSocket listener;
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean damageNext;

    private Tap(Address target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /** Listens on any free loopback port. */
    public static Tap on(Address target) throws IOException {
        Tap tap = new Tap(Loopback.require(target), new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        start("tap", tap::accept);
        return tap;
    }

    /** What to dial instead of the target. */
    public Address address() {
        return new Address(target.transport(), target.host(), listener.getLocalPort());
    }

    /** A copy of what went to the target first. */
    public byte[] recorded() {
        synchronized (recorded) {
            return recorded.toByteArray();
        }
    }

    /** Flips one bit in the middle of what next goes to the target. */
    public void damageNext() {
        damageNext = true;
    }

    /** Ends every connection there is; whoever dials again is connected again. */
    public void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                connect(listener.accept());
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void connect(Socket from) throws IOException {
        Socket to = new Socket();
        to.connect(new InetSocketAddress(target.host(), target.port()));
        from.setTcpNoDelay(true);
        to.setTcpNoDelay(true);
        open.add(from);
        open.add(to);
        start("tap to target", () -> copy(from, to, true));
        start("tap from target", () -> copy(to, from, false));
    }

    private void copy(Socket from, Socket to, boolean kept) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (kept) {
                    record(buffer, length);
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException cut) {
            // One side is gone; the other is closed with it.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void record(byte[] buffer, int length) {
        synchronized (recorded) {
            int room = MAX_RECORDED_BYTES - recorded.size();
            recorded.write(buffer, 0, Math.min(room, length));
        }
        if (damageNext) {
            damageNext = false;
            buffer[length / 2] ^= 1;
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
