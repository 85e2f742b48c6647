package io.comity.transport.grpc;

import io.comity.identity.Bytes;
import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC stream as a wire. Its thread is one event loop; what gRPC says on other threads is carried there.
 *
 * <p>gRPC gives exactly the frames that were asked for: one at a time during the handshake, and after it the next one when the
 * port has taken the last. It takes what the port seals as long as the stream is ready; then records stay in the outbox.
 */
final class GrpcWire implements Wire {
    private static final byte[] NO_AAD = {};

    /** How long a peer that does not read may delay the end of a wire. */
    private static final long LINGER_MILLIS = 500;

    /** Asked for at the end, so that the other side's own end is heard behind whatever it still sends; nothing is kept. */
    private static final int ALL = 1 << 20;

    private final EventLoop loop;
    private final Flow flow;
    private final String remote;
    private final Optional<Bytes> origin;
    private final AtomicBoolean awake = new AtomicBoolean();
    private @Nullable FrameReceiver receiver;
    private @Nullable LinkPort port;
    private byte[] sealed = {};
    private boolean asked;
    private boolean wanted;
    private boolean resting;
    private boolean closing;
    private @Nullable String cause;
    private boolean over;
    private boolean told;

    GrpcWire(EventLoop loop, Flow flow, String remote, Optional<Bytes> origin) {
        this.origin = origin;
        this.loop = loop;
        this.flow = flow;
        this.remote = remote;
    }

    @Override
    public void open(FrameReceiver opened) {
        run(() -> {
            receiver = opened;
            if (over) {
                tellEnd();
            }
        });
    }

    @Override
    public void next() {
        run(() -> {
            wanted = true;
            ask();
        });
    }

    @Override
    public void attach(LinkPort attached) {
        run(() -> {
            port = attached;
            flow.proven();
            sealed = new byte[MAX_RECORD_BYTES];
            ask();
            drain();
        });
    }

    @Override
    public void rest(long nanos) {
        resting = true;
        loop.schedule(
                () -> {
                    resting = false;
                    ask();
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void send(byte[] frame) {
        run(() -> {
            if (!closing && !over) {
                flow.send(frame);
            }
        });
    }

    @Override
    public void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            run(this::drain);
        }
    }

    @Override
    public void close() {
        run(() -> {
            if (!closing && !over) {
                end("closed by this side");
                flow.finish();
            }
        });
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public Optional<Bytes> origin() {
        return origin;
    }

    // What gRPC says.

    void ready() {
        run(this::drain);
    }

    void arrived(byte[] frame) {
        run(() -> {
            asked = false;
            if (!closing && !over) {
                accept(frame);
            }
        });
    }

    /** The other side sends nothing more; neither do we. */
    void finished() {
        run(() -> {
            if (!closing && !over) {
                end("closed by the other side");
                flow.finish();
            }
        });
    }

    void closed(String why) {
        run(() -> {
            over = true;
            port = null;
            cause = cause == null ? why : cause;
            flow.ended();
            tellEnd();
        });
    }

    /** gRPC refused a frame for its length, before the wire saw it. */
    void tooLong() {
        run(() -> refuse());
    }

    /** Callers are engines in the middle of a tell: a wire whose transport is gone must not fail them. */
    private void run(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException transportClosed) {
            // Every stream ended before the loop did, so whoever listens has heard.
        }
    }

    private void ask() {
        if (!asked && !resting && !closing && !over && (wanted || port != null)) {
            asked = true;
            flow.request(1);
        }
    }

    private void accept(byte[] frame) {
        LinkPort to = port;
        if (frame.length == 0 || frame.length > (to == null ? MAX_HANDSHAKE_FRAME_BYTES : MAX_RECORD_BYTES)) {
            refuse();
        } else if (to == null) {
            wanted = false;
            if (receiver != null) {
                receiver.frame(frame);
            }
        } else if (to.open(NO_AAD, 0, frame, 0, frame.length)) {
            ask();
        } else {
            end("a record that is not authentic");
            flow.abort();
        }
    }

    private void refuse() {
        if (closing) {
            return;
        }
        String why = "a frame of a length that is not allowed";
        if (receiver != null) {
            receiver.refused(why);
        }
        end(why);
        flow.abort();
    }

    /** Seals and writes until nothing waits or the stream is full; {@link #ready} resumes it. */
    private void drain() {
        awake.set(false);
        LinkPort from = port;
        while (from != null && flow.isReady()) {
            int length = from.seal(NO_AAD, 0, sealed, 0);
            if (length == 0) {
                return;
            }
            flow.send(Arrays.copyOf(sealed, length));
        }
    }

    private void end(String why) {
        closing = true;
        port = null;
        cause = why;
        flow.request(ALL);
        loop.schedule(
                () -> {
                    if (!over) {
                        flow.abort();
                    }
                },
                LINGER_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void tellEnd() {
        FrameReceiver hearer = receiver;
        if (hearer != null && !told) {
            told = true;
            hearer.closed(cause == null ? "closed" : cause);
        }
    }
}
