package io.comity.bench.soak;

import io.comity.transport.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** Those who knock and have nothing to say that a node would answer; some hang up, some are left standing. */
final class Strangers implements AutoCloseable {
    /** Not where the visitors come from: a node holds against an address what strangers from there do. */
    private static final String FROM = "127.0.0.9";

    private static final int EACH_TIME = 5;
    private static final int MAX_STANDING = 20;
    private static final int MAX_BYTES = 200;

    private final Address at;
    private final Random random = new Random(1);
    private final Deque<Socket> standing = new ArrayDeque<>();

    Strangers(Address at) {
        this.at = at;
    }

    void knock() {
        for (int i = 0; i < EACH_TIME; i++) {
            try {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(FROM, 0));
                socket.connect(new InetSocketAddress(at.host(), at.port()));
                byte[] noise = new byte[random.nextInt(MAX_BYTES)];
                random.nextBytes(noise);
                socket.getOutputStream().write(noise);
                standing.add(socket);
                if (standing.size() > MAX_STANDING) {
                    standing.remove().close();
                }
            } catch (IOException sentAway) {
                // That is what strangers are there for.
            }
        }
    }

    @Override
    public void close() {
        for (Socket socket : standing) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone.
            }
        }
    }
}
