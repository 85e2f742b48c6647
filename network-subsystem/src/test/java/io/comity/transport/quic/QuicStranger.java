package io.comity.transport.quic;

import io.comity.transport.Stranger;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;

/** One who has a stream of a QUIC connection, and an event loop of its own. */
final class QuicStranger implements Stranger {
    private static final long PATIENCE_SECONDS = 30;

    private final EventLoopGroup loop;
    private final QuicStreamChannel stream;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    QuicStranger(EventLoopGroup loop, QuicStreamChannel stream) {
        this.loop = loop;
        this.stream = stream;
        stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ByteBuf in = (ByteBuf) message;
                byte[] bytes = new byte[in.readableBytes()];
                in.readBytes(bytes).release();
                heard.writeBytes(bytes);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
                context.close();
            }
        });
    }

    @Override
    public void write(byte... bytes) {
        stream.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void finish() {
        stream.shutdownOutput().awaitUninterruptibly();
    }

    /** Closes the socket below the connection, which says nothing any more. */
    @Override
    public void vanish() {
        stream.parent().parent().close().awaitUninterruptibly();
    }

    @Override
    public byte[] readToTheEnd() {
        stream.config().setAutoRead(true);
        if (!stream.closeFuture().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the other side did not end the stream");
        }
        return heard.toByteArray();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
