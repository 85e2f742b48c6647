package io.comity.node;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.session.Handshake;
import io.comity.session.Output;
import io.comity.transport.Address;
import io.comity.transport.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A crowd of strangers at Alice's door, who do one thing again and again. Each order is one flood, answered by how often they did it,
 * the bytes that they said, and the bytes that she said.
 */
final class FloodMain {
    /** What they do. */
    enum Deed {
        /** Connect and hang up. */
        CONNECT,
        /** Say a first message that she has to answer, the same each time, and hang up. */
        REPLAY,
        /** The same, and hang up when her answer has come. */
        WAIT,
        /** The same, wait for her answer, and go on with what is no signature of anybody. */
        FORGE,
        /** Shake hands under a new key that is nobody's. */
        UNKNOWN,
        /** Announce a frame of two gigabytes. */
        OVERSIZE
    }

    private static final int THREADS = 4;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int FORGED_BYTES = 200;
    private static final int FIRST_SOURCE = 2;

    private final Deed deed;
    private final Address alice;
    private final NodeId id;
    private final int sources;
    private final byte[] opening;
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong said = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();

    private FloodMain(Deed deed, Address alice, NodeId id, int sources) {
        this.deed = deed;
        this.alice = alice;
        this.id = id;
        this.sources = sources;
        Output first = RawPeer.opening(id, key()).start().get(0);
        this.opening = RawSocket.framed(((Output.Send) first).frame());
    }

    private static MemoryKeyHolder key() {
        return MemoryKeyHolder.generate(new SecureRandom());
    }

    /** @param args the deed, where Alice listens, her id, milliseconds of a flood, how many addresses it comes from */
    public static void main(String[] args) throws Exception {
        FloodMain main = new FloodMain(
                Deed.valueOf(args[0]),
                Address.parse(args[1]).orElseThrow(),
                NodeId.parse(args[2]).toOptional().orElseThrow(),
                Integer.parseInt(args[4]));
        Fork.serve(() -> main.flood(Long.parseLong(args[3])));
    }

    private String flood(long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> floodUntil(until));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return done.getAndSet(0) + " " + said.getAndSet(0) + " " + heard.getAndSet(0);
    }

    private void floodUntil(long until) {
        while (System.nanoTime() - until < 0) {
            try (Socket socket = new Socket()) {
                socket.setReuseAddress(true);
                socket.setSoLinger(true, 0);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.bind(new InetSocketAddress(source(), 0));
                socket.connect(new InetSocketAddress(alice.host(), alice.port()), PATIENCE_MILLIS);
                act(socket);
            } catch (IOException refused) {
                // It was an attempt all the same.
            }
            done.incrementAndGet();
        }
    }

    private InetAddress source() throws IOException {
        int last = FIRST_SOURCE + turns.getAndIncrement() % sources;
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private void act(Socket socket) throws IOException {
        switch (deed) {
            case CONNECT -> {}
            case REPLAY -> say(socket, opening);
            case WAIT -> {
                say(socket, opening);
                hear(socket);
            }
            case FORGE -> {
                say(socket, opening);
                hear(socket);
                say(socket, RawSocket.framed(new byte[FORGED_BYTES]));
                hearAll(socket);
            }
            case UNKNOWN -> shakeHands(socket);
            case OVERSIZE -> {
                say(
                        socket,
                        ByteBuffer.allocate(Wire.MAX_HANDSHAKE_FRAME_BYTES)
                                .putInt(Integer.MAX_VALUE)
                                .array());
                hearAll(socket);
            }
        }
    }

    private void say(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        said.addAndGet(bytes.length);
    }

    private byte[] hear(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] length = in.readNBytes(4);
        heard.addAndGet(length.length);
        if (length.length < 4) {
            throw new IOException("she hung up");
        }
        byte[] frame = in.readNBytes(ByteBuffer.wrap(length).getInt());
        heard.addAndGet(frame.length);
        return frame;
    }

    private void hearAll(Socket socket) throws IOException {
        heard.addAndGet(socket.getInputStream().readAllBytes().length);
    }

    private void shakeHands(Socket socket) throws IOException {
        MemoryKeyHolder key = key();
        Handshake handshake = RawPeer.opening(id, key);
        List<Output> outputs = handshake.start();
        while (true) {
            for (Output output : outputs) {
                if (output instanceof Output.Send send) {
                    say(socket, RawSocket.framed(send.frame()));
                }
            }
            Output last = outputs.get(outputs.size() - 1);
            if (last instanceof Output.Established) {
                hear(socket);
                return;
            }
            outputs = last instanceof Output.Sign sign
                    ? handshake.signed(key.sign(Handshake.SIGNATURE_DOMAIN, sign.statement()))
                    : handshake.frame(hear(socket));
        }
    }
}
