package io.comity.desk.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose caller may still be sending what was refused. Closing over unread bytes would reset it, and a reset
 * takes the refusal with it before the caller can read why; so we say that nothing more will come, and drop what still comes
 * until the caller has ended, sent too much or taken too long (RFC 9112 §9.6).
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {
    static final Duration LONGEST = Duration.ofSeconds(1);

    /** The largest request there is, twice over. */
    static final int MAX_BYTES = 128 * 1_024;

    private int dropped;

    /** Takes over every byte of {@code channel} from now on. */
    static void end(DuplexChannel channel) {
        channel.pipeline().addFirst(new LingeringClose());
        channel.eventLoop().schedule(() -> channel.close(), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        channel.shutdownOutput();
        channel.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        dropped += ((ByteBuf) bytes).readableBytes();
        ReferenceCountUtil.release(bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (dropped > MAX_BYTES) {
            context.close();
        } else {
            context.read();
        }
    }
}
