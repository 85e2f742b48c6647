package io.comity.node;

import io.comity.transport.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay that cannot be trusted: it passes on what two sides say, keeps all of it, and flips one bit when it likes. */
final class Meddler implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Address target;
    private final Random random;
    private final ServerSocket listener;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final ByteArrayOutputStream readOfDialler = new ByteArrayOutputStream();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger toAlter = new AtomicInteger();
    private final AtomicInteger altered = new AtomicInteger();

    /** Between whoever dials {@link #address} and {@code target}; {@code random} chooses the bits. */
    Meddler(Address target, Random random) throws IOException {
        this.target = target;
        this.random = random;
        this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    Address address() {
        return new Address(target.transport(), "127.0.0.1", listener.getLocalPort());
    }

    /** Flips one bit of what is said next, whoever says it. */
    void alterNext() {
        toAlter.set(1);
    }

    /** How often it flipped one. */
    int altered() {
        return altered.get();
    }

    /** All that it could read, of both sides. */
    byte[] read() {
        synchronized (read) {
            return read.toByteArray();
        }
    }

    /** The part of it that came from those who dialled. */
    byte[] readOfDialler() {
        synchronized (read) {
            return readOfDialler.toByteArray();
        }
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
        Socket to = new Socket(target.host(), target.port());
        for (Socket socket : new Socket[] {from, to}) {
            socket.setTcpNoDelay(true);
            open.add(socket);
        }
        start(() -> pass(from, to, true));
        start(() -> pass(to, from, false));
    }

    private void pass(Socket from, Socket to, boolean isDialler) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                meddle(buffer, length, isDialler);
                out.write(buffer, 0, length);
            }
        } catch (IOException cut) {
            // One side is gone; the other is closed with it.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void meddle(byte[] buffer, int length, boolean isDialler) {
        synchronized (read) {
            read.write(buffer, 0, length);
            readOfDialler.write(buffer, 0, isDialler ? length : 0);
        }
        if (toAlter.getAndSet(0) > 0) {
            buffer[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            altered.incrementAndGet();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "meddler");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
