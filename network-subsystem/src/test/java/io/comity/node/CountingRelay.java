package io.comity.node;

import io.comity.transport.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a node by which every byte is counted. */
final class CountingRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 65_536;

    private final Address target;
    private final ServerSocket listener;
    private final AtomicLong bytes = new AtomicLong();

    CountingRelay(Address target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** What to dial instead of the node. */
    Address address() {
        return new Address(target.transport(), listener.getInetAddress().getHostAddress(), listener.getLocalPort());
    }

    /** Passed on so far, in both directions. */
    long bytes() {
        return bytes.get();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket dialler = listener.accept();
            Socket node = new Socket(target.host(), target.port());
            start(() -> pass(dialler, node));
            start(() -> pass(node, dialler));
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.addAndGet(read);
                out.write(buffer, 0, read);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException closed) {
                        // One side is gone, and with it the other.
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
