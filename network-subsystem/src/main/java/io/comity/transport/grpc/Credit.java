package io.comity.transport.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets a connection hear no more than it has said, until it carries somebody who proved a key. HTTP/2 speaks first, and gRPC answers
 * what is not for it: that waits until the other side has said as much, which whoever means to have a call does, or is never said.
 * And lets it say no more than {@link #MAX_UNFINISHED_BYTES} of calls that are not whole, which gRPC keeps, part by part, for each of
 * them. Used by the one thread of its connection.
 */
final class Credit extends ChannelDuplexHandler {
    /** Writes that may wait; one more ends the connection. */
    static final int MAX_WAITING = 64;

    /** Of what was said and is no whole call, with what goes around calls; one byte more ends the connection. */
    static final int MAX_UNFINISHED_BYTES = 3 * ServerShape.MAX_MESSAGE_BYTES;

    /** Of an HTTP/2 frame (RFC 9113 section 4.1): its length, 3 bytes; type; flags; and stream. */
    private static final int HEAD_BYTES = 9;

    private static final int TYPE_OFFSET = 3;
    private static final int STREAM_OFFSET = 5;
    private static final int GO_AWAY = 7;

    private record Waiting(Object message, ChannelPromise written) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long leftBytes;
    private int unfinishedBytes;
    private boolean unlimited;

    /** What {@code connection} carries has proven a key: it hears what it asks for, and nothing is counted any more. On any thread. */
    static void lift(Channel connection) {
        ChannelHandlerContext context = connection.pipeline().context(Credit.class);
        if (context != null && context.handler() instanceof Credit credit) {
            context.executor().execute(() -> {
                if (connection.pipeline().get(Credit.class) == credit) {
                    credit.unlimited = true;
                    credit.speak(context);
                    connection.pipeline().remove(credit);
                }
            });
        }
    }

    /** A call that {@code connection} carries is whole, with a message of so many bytes. */
    static void finished(Channel connection, int bytes) {
        ChannelHandlerContext context = connection.pipeline().context(Credit.class);
        if (context != null && context.handler() instanceof Credit credit) {
            context.executor().execute(() -> credit.unfinishedBytes = Math.max(0, credit.unfinishedBytes - bytes));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        leftBytes += sizeBytes(message);
        unfinishedBytes += sizeBytes(message);
        if (!unlimited && unfinishedBytes > MAX_UNFINISHED_BYTES) {
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        speak(context);
        context.fireChannelRead(message);
        speak(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (waiting.isEmpty() && spend(message)) {
            context.write(message, written);
            return;
        }
        waiting.add(new Waiting(message, written));
        // Who is sent away without having said as much hears nothing of it.
        if (isGoAway(message) || waiting.size() > MAX_WAITING) {
            context.close();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise closed) {
        forget();
        context.close(closed);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forget();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }

    private void speak(ChannelHandlerContext context) {
        boolean spoke = false;
        for (Waiting next = waiting.peek(); next != null && spend(next.message()); next = waiting.peek()) {
            waiting.remove();
            context.write(next.message(), next.written());
            spoke = true;
        }
        if (spoke) {
            context.flush();
        }
    }

    private boolean spend(Object message) {
        int size = sizeBytes(message);
        if (!unlimited && size > leftBytes) {
            return false;
        }
        leftBytes -= size;
        return true;
    }

    private void forget() {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            ReferenceCountUtil.release(next.message());
            next.written().tryFailure(new ClosedChannelException());
        }
    }

    private static int sizeBytes(Object message) {
        return message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    }

    private static boolean isGoAway(Object message) {
        return message instanceof ByteBuf frame
                && frame.readableBytes() >= HEAD_BYTES
                && frame.getByte(frame.readerIndex() + TYPE_OFFSET) == GO_AWAY
                && frame.getInt(frame.readerIndex() + STREAM_OFFSET) == 0;
    }
}
