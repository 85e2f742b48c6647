package io.comity.sim;

import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One end of a simulated wire. What it sends goes through the {@link Network}, which may do with it what it likes. */
final class SimWire implements Wire {
    /** As many records may be on their way before this end stops sealing. */
    static final int WINDOW = 8;

    private static final byte[] NO_AAD = {};

    private final Network network;
    private final Boot boot;
    private final String host;
    private final String peer;
    private final long number;
    private final Strand strand;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private byte @Nullable [] sealed;
    private @Nullable SimWire other;
    private @Nullable Consumer<byte[]> stranger;
    private @Nullable FrameReceiver receiver;
    private @Nullable LinkPort port;
    private boolean awake;
    private boolean wanted;
    private boolean closed;
    private int inFlight;

    SimWire(Network network, Boot boot, String host, String peer, long number) {
        this.network = network;
        this.boot = boot;
        this.host = host;
        this.peer = peer;
        this.number = number;
        this.strand = new Strand(boot);
    }

    void join(SimWire far) {
        other = far;
    }

    /** The other end is nobody's. */
    void joinStranger(Consumer<byte[]> heard) {
        stranger = heard;
    }

    /** Null when a stranger is there. */
    @Nullable
    SimWire otherNode() {
        return other;
    }

    void tellStranger(byte[] frame) {
        if (stranger != null) {
            stranger.accept(frame);
        }
    }

    String host() {
        return host;
    }

    /** Where its frames go. */
    String peer() {
        return peer;
    }

    long number() {
        return number;
    }

    Boot boot() {
        return boot;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void open(FrameReceiver opened) {
        strand.execute(() -> {
            receiver = opened;
            if (closed) {
                opened.closed("closed by the other side");
            }
        });
    }

    @Override
    public void next() {
        strand.execute(() -> {
            wanted = true;
            consume();
        });
    }

    @Override
    public void attach(LinkPort attached) {
        strand.execute(() -> {
            port = attached;
            consume();
            drain();
        });
    }

    @Override
    public void send(byte[] frame) {
        network.carry(this, frame.clone());
    }

    @Override
    public void wake() {
        if (!awake) {
            awake = true;
            strand.execute(this::drain);
        }
    }

    @Override
    public void close() {
        strand.execute(() -> end("closed by this side"));
        network.fin(this);
    }

    @Override
    public String remote() {
        return SimTransport.address(peer).toString();
    }

    private void drain() {
        awake = false;
        LinkPort from = port;
        while (from != null && !closed && inFlight < WINDOW) {
            byte[] room = sealed == null ? new byte[MAX_RECORD_BYTES] : sealed;
            sealed = room;
            int length = from.seal(NO_AAD, 0, room, 0);
            if (length == 0) {
                return;
            }
            inFlight++;
            network.carry(this, Arrays.copyOf(room, length));
        }
    }

    /** A frame is here, whoever made it. */
    void arrive(byte[] frame) {
        strand.execute(() -> {
            arrived.add(frame);
            consume();
        });
    }

    /** The other end has one record less to take. */
    void taken() {
        strand.execute(() -> {
            inFlight = Math.max(0, inFlight - 1);
            drain();
        });
    }

    /** The other end is gone. */
    void reset(String cause) {
        strand.execute(() -> end(cause));
    }

    private void consume() {
        while (!closed && !arrived.isEmpty() && (port != null || wanted)) {
            deliver(arrived.remove());
        }
    }

    private void deliver(byte[] frame) {
        LinkPort to = port;
        if (frame.length == 0 || frame.length > (to == null ? MAX_HANDSHAKE_FRAME_BYTES : MAX_RECORD_BYTES)) {
            refuse("a frame of a length that is not allowed");
        } else if (to == null) {
            wanted = false;
            if (receiver != null) {
                receiver.frame(frame);
            }
        } else if (to.open(NO_AAD, 0, frame, 0, frame.length)) {
            network.taken(this);
        } else {
            close();
        }
    }

    private void refuse(String why) {
        if (receiver != null) {
            receiver.refused(why);
        }
        close();
    }

    private void end(String cause) {
        if (!closed) {
            closed = true;
            network.gone(this);
            if (receiver != null) {
                receiver.closed(cause);
            }
        }
    }
}
