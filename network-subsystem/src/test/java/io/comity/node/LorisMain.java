package io.comity.node;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.Output;
import io.comity.transport.Address;
import io.comity.transport.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * So many connections of nobody. Told {@code open}, it answers so when all are; told {@code begin}, when each has said its first message
 * and heard the answer; told {@code drip}, each says one byte a second, and the answer is after how many milliseconds the last of them
 * was closed by Alice.
 */
final class LorisMain {
    private static final long SECOND = 1_000_000_000;
    private static final long PATIENCE_NANOS = 120 * SECOND;
    private static final int FIRST_SOURCE = 2;

    /** How often they look whether they are closed. */
    private static final int LOOKS_A_SECOND = 4;

    private final Address alice;
    private final NodeId id;
    private final int count;
    private final int sources;
    private final List<SocketChannel> all = new ArrayList<>();

    private LorisMain(Address alice, NodeId id, int count, int sources) {
        this.alice = alice;
        this.id = id;
        this.count = count;
        this.sources = sources;
    }

    /** @param args where Alice listens, her id, how many connections, how many addresses they come from */
    public static void main(String[] args) throws Exception {
        LorisMain main = new LorisMain(
                Address.parse(args[0]).orElseThrow(),
                NodeId.parse(args[1]).toOptional().orElseThrow(),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]));
        Fork.serve(main::obey);
    }

    private String obey(String order) {
        try {
            return switch (order) {
                case "open" -> open();
                case "begin" -> begin();
                case "drip" -> drip();
                default -> throw new IllegalArgumentException(order);
            };
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private String open() throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            byte[] source = {127, 0, 0, (byte) (FIRST_SOURCE + i % sources)};
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
            channel.connect(new InetSocketAddress(alice.host(), alice.port()));
            channel.configureBlocking(false);
            all.add(channel);
        }
        return "open";
    }

    private String begin() throws IOException {
        MemoryKeyHolder key = MemoryKeyHolder.generate(new SecureRandom());
        Output first = RawPeer.opening(id, key).start().get(0);
        byte[] opening = RawSocket.framed(((Output.Send) first).frame());
        for (SocketChannel channel : all) {
            channel.write(ByteBuffer.wrap(opening));
        }
        for (SocketChannel channel : all) {
            channel.configureBlocking(true);
            if (channel.read(ByteBuffer.allocate(opening.length)) < 0) {
                return "not answered";
            }
        }
        return "begun";
    }

    private String drip() {
        long begun = System.nanoTime();
        ByteBuffer frame = ByteBuffer.allocate(64).putInt(0, Wire.MAX_HANDSHAKE_FRAME_BYTES);
        for (int look = 0; !all.isEmpty() && System.nanoTime() - begun < PATIENCE_NANOS; look++) {
            int second = Math.min(look / LOOKS_A_SECOND, frame.capacity() - 1);
            ByteBuffer next = frame.slice(second, look % LOOKS_A_SECOND == 0 ? 1 : 0);
            all.removeIf(channel -> !drips(channel, next.duplicate()));
            LockSupport.parkNanos(SECOND / LOOKS_A_SECOND);
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
