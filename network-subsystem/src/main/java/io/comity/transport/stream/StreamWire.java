package io.comity.transport.stream;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A stream as a wire. Its thread is the channel's event loop.
 *
 * <p>During the handshake the channel reads only on demand, so a stranger costs one small buffer. Afterwards it reads by
 * itself, and writes whatever the port seals while the socket takes it; when the socket is full, records stay unsealed in the
 * session's outbox.
 */
final class StreamWire extends ChannelInboundHandlerAdapter implements Wire {
    private static final byte[] NO_AAD = {};

    /** How long a peer that does not read may delay the end of a wire. */
    private static final long LINGER_MILLIS = 500;

    private final Channel channel;
    private final String remote;
    private final Optional<Bytes> origin;
    private final FrameReader reader = new FrameReader(MAX_HANDSHAKE_FRAME_BYTES);
    private final AtomicBoolean awake = new AtomicBoolean();
    private @Nullable FrameReceiver receiver;
    private @Nullable LinkPort port;
    private @Nullable ByteBuf unread;
    private byte[] sealed = NO_AAD;
    private boolean wanted;
    private boolean resting;
    private boolean told;
    /** What still comes is not looked at: a stream that was refused is not refused again for every piece of it. */
    private boolean ended;

    private String cause = "closed by the other side";

    /**
     * @param remote the other end, for the log
     * @param origin where it dialled from, if it dialled
     */
    StreamWire(Channel channel, String remote, Optional<Bytes> origin) {
        this.channel = channel;
        this.remote = remote;
        this.origin = origin;
    }

    @Override
    public void open(FrameReceiver opened) {
        run(() -> {
            receiver = opened;
            if (!channel.isActive()) {
                tellEnd();
            }
        });
    }

    @Override
    public void next() {
        run(() -> {
            wanted = true;
            readOn();
        });
    }

    @Override
    public void attach(LinkPort attached) {
        run(() -> {
            port = attached;
            sealed = new byte[MAX_RECORD_BYTES];
            reader.allow(MAX_RECORD_BYTES);
            channel.config().setAutoRead(true);
            readOn();
            drain();
        });
    }

    @Override
    public void rest(long nanos) {
        if (!resting) {
            resting = true;
            channel.config().setAutoRead(false);
            channel.eventLoop().schedule(this::rested, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void rested() {
        resting = false;
        consume();
        if (!resting && !ended) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void send(byte[] frame) {
        ByteBuf buffer = channel.alloc().buffer(FrameReader.LENGTH_BYTES + frame.length);
        channel.writeAndFlush(buffer.writeInt(frame.length).writeBytes(frame), channel.voidPromise());
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
            cause = "closed by this side";
            port = null;
            ended = true;
            channel.config().setAutoRead(false);
            channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
            channel.eventLoop().schedule(this::cut, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    /** Callers are engines in the middle of a tell: a wire whose transport is gone must not fail them. */
    private void run(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException transportClosed) {
            // The channel was closed before its loop ended, so whoever listens has heard.
        }
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public Optional<Bytes> origin() {
        return origin;
    }

    @Override
    public Optional<NodeId> proven() {
        return Optional.ofNullable(channel.attr(Medium.PROVEN).get());
    }

    /** Seals and writes until nothing waits or the socket is full; {@link #channelWritabilityChanged} resumes it. */
    private void drain() {
        awake.set(false);
        LinkPort from = port;
        if (from == null) {
            return;
        }
        boolean wrote = false;
        while (channel.isWritable()) {
            int length = from.seal(NO_AAD, 0, sealed, 0);
            if (length == 0) {
                break;
            }
            write(length);
            wrote = true;
        }
        if (wrote) {
            channel.flush();
        }
    }

    private void write(int length) {
        ByteBuf buffer = channel.alloc().buffer(FrameReader.LENGTH_BYTES + length);
        channel.write(buffer.writeInt(length).writeBytes(sealed, 0, length), channel.voidPromise());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            drain();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        unread = unread == null ? in : context.alloc().compositeBuffer().addComponents(true, unread, in);
        consume();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (wanted && port == null) {
            channel.read();
        }
    }

    private void readOn() {
        consume();
        if (wanted && port == null) {
            channel.read();
        }
    }

    private void consume() {
        ByteBuf in = unread;
        while (in != null && in.isReadable() && !ended && !resting && (port != null || wanted)) {
            if (!accept(reader.read(in))) {
                break;
            }
        }
        if (in != null && (!in.isReadable() || !channel.isActive())) {
            in.release();
            unread = null;
        }
    }

    /** Whether to read on from the same bytes. */
    private boolean accept(FrameReader.Progress progress) {
        if (progress == FrameReader.Progress.REFUSED) {
            return refuse("a frame of a length that is not allowed");
        }
        return progress != FrameReader.Progress.FRAME || deliver();
    }

    private boolean deliver() {
        LinkPort to = port;
        if (to == null) {
            handshakeFrame(Arrays.copyOf(reader.frame(), reader.length()));
        } else if (!to.open(NO_AAD, 0, reader.frame(), 0, reader.length())) {
            return fail("a record that is not authentic");
        }
        reader.next();
        return true;
    }

    private void handshakeFrame(byte[] frame) {
        wanted = false;
        if (receiver != null) {
            receiver.frame(frame);
        }
    }

    private boolean refuse(String why) {
        if (receiver != null) {
            receiver.refused(why);
        }
        return fail(why);
    }

    private boolean fail(String why) {
        cause = why;
        ended = true;
        cut();
        return false;
    }

    /** Past whatever lies below the wire and would still have a word to say. */
    private void cut() {
        channel.unsafe().close(channel.newPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (unread != null) {
            unread.release();
            unread = null;
        }
        tellEnd();
    }

    private void tellEnd() {
        FrameReceiver hearer = receiver;
        if (hearer != null && !told) {
            told = true;
            hearer.closed(cause);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof MalformedStreamException) {
            refuse(String.valueOf(failure.getMessage()));
        } else {
            // An I/O error is the network's; anything else is a bug of ours, and this connection is the price of it.
            fail(failure instanceof IOException ? String.valueOf(failure.getMessage()) : failure.toString());
        }
    }
}
