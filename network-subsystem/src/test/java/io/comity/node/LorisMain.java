package io.comity.node;

import io.comity.transport.Address;
import io.comity.transport.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * So many connections that say one byte a second each. Answers twice: {@code open} when all are, and how many milliseconds after that
 * the last of them was closed by Alice.
 */
final class LorisMain {
    private static final long SECOND = 1_000_000_000;
    private static final long PATIENCE_NANOS = 120 * SECOND;
    private static final int FIRST_SOURCE = 2;

    private LorisMain() {}

    /** @param args where Alice listens, how many connections, how many addresses they come from */
    public static void main(String[] args) throws Exception {
        Address alice = Address.parse(args[0]).orElseThrow();
        int count = Integer.parseInt(args[1]);
        int sources = Integer.parseInt(args[2]);
        List<SocketChannel> all = new ArrayList<>();
        Fork.serve(order -> order.equals("open") ? open(all, alice, count, sources) : drip(all));
    }

    private static String open(List<SocketChannel> all, Address alice, int count, int sources) {
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open();
                byte[] source = {127, 0, 0, (byte) (FIRST_SOURCE + i % sources)};
                channel.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
                channel.connect(new InetSocketAddress(alice.host(), alice.port()));
                channel.configureBlocking(false);
                all.add(channel);
            }
            return "open";
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private static String drip(List<SocketChannel> all) {
        long begun = System.nanoTime();
        ByteBuffer frame = ByteBuffer.allocate(64).putInt(0, Wire.MAX_HANDSHAKE_FRAME_BYTES);
        for (int second = 0; !all.isEmpty() && System.nanoTime() - begun < PATIENCE_NANOS; second++) {
            int place = Math.min(second, frame.capacity() - 1);
            all.removeIf(channel -> !drips(channel, frame.slice(place, 1)));
            LockSupport.parkNanos(SECOND / 4);
        }
        return all.isEmpty() ? String.valueOf((System.nanoTime() - begun) / 1_000_000) : "still open: " + all.size();
    }

    /** Whether it is open still. */
    private static boolean drips(SocketChannel channel, ByteBuffer next) {
        try {
            channel.write(next);
            if (channel.read(ByteBuffer.allocate(1_024)) >= 0) {
                return true;
            }
            channel.close();
            return false;
        } catch (IOException cut) {
            return false;
        }
    }
}
