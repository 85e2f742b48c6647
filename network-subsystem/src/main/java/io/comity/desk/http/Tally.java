package io.comity.desk.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** How much was said on one connection. Used by the one thread of its endpoint. */
final class Tally extends ChannelInboundHandlerAdapter {
    private long saidBytes;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            saidBytes += bytes.readableBytes();
        }
        context.fireChannelRead(message);
    }

    /** Whether a refusal is no longer than what was said. */
    boolean isWorthARefusal() {
        return saidBytes >= Answers.MAX_REFUSAL_BYTES;
    }
}
