package io.comity.transport.memory;

import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One end of a wire in memory. All its state belongs to its transport's one thread. */
final class MemoryWire implements Wire {
    /** As many records may be on their way to the other end before this end stops sealing. */
    static final int WINDOW = 8;

    private static final byte[] NO_AAD = {};

    private final ExecutorService thread;
    private final String remote;
    private final Consumer<MemoryWire> gone;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private final byte[] sealed = new byte[MAX_RECORD_BYTES];
    private @Nullable MemoryWire other;
    private @Nullable FrameReceiver receiver;
    private @Nullable LinkPort port;
    private boolean wanted;
    private boolean closed;
    private int inFlight;

    MemoryWire(ExecutorService thread, String remote, Consumer<MemoryWire> gone) {
        this.thread = thread;
        this.remote = remote;
        this.gone = gone;
    }

    void join(MemoryWire far) {
        other = far;
    }

    @Override
    public void open(FrameReceiver opened) {
        run(() -> {
            receiver = opened;
            if (closed) {
                opened.closed("closed by the other side");
            }
        });
    }

    @Override
    public void next() {
        run(() -> {
            wanted = true;
            consume();
        });
    }

    @Override
    public void attach(LinkPort attached) {
        run(() -> {
            port = attached;
            consume();
            drain();
        });
    }

    @Override
    public void send(byte[] frame) {
        byte[] copy = frame.clone();
        other().run(() -> other().arrive(copy));
    }

    @Override
    public void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            run(this::drain);
        }
    }

    @Override
    public void close() {
        run(() -> end("closed by this side"));
        other().run(() -> other().end("closed by the other side"));
    }

    @Override
    public String remote() {
        return remote;
    }

    private MemoryWire other() {
        if (other == null) {
            throw new IllegalStateException("a memory wire is joined before it is used");
        }
        return other;
    }

    private void drain() {
        awake.set(false);
        LinkPort from = port;
        while (from != null && !closed && inFlight < WINDOW) {
            int length = from.seal(NO_AAD, 0, sealed, 0);
            if (length == 0) {
                return;
            }
            inFlight++;
            send(Arrays.copyOf(sealed, length));
        }
    }

    private void arrive(byte[] frame) {
        arrived.add(frame);
        consume();
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
            other().run(other()::taken);
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

    private void taken() {
        inFlight--;
        drain();
    }

    private void end(String cause) {
        if (!closed) {
            closed = true;
            gone.accept(this);
            if (receiver != null) {
                receiver.closed(cause);
            }
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException transportClosed) {
            // The transport is gone and every wire of it with it: nobody is left to tell.
        }
    }
}
