package io.comity.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/**
 * Lets no short datagram reach what answers first packets, by a token or by the versions it speaks, to wherever they say that they come
 * from: so nobody hears more than was said in its name. A first packet has at least {@link #MIN_INITIAL_BYTES} around it (RFC 9000 section
 * 14.1), and no such answer is as long.
 */
@Sharable
final class Threshold extends ChannelInboundHandlerAdapter {
    static final int MIN_INITIAL_BYTES = 1_200;

    /** Of the first byte: the long header, and which packet it is the header of; Initial is 0 (RFC 9000 section 17.2). */
    private static final int FORM_AND_TYPE = 0xb0;

    private static final int INITIAL = 0x80;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof DatagramPacket packet && isShortInitial(packet.content())) {
            packet.release();
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isShortInitial(ByteBuf datagram) {
        int size = datagram.readableBytes();
        return size > 0
                && size < MIN_INITIAL_BYTES
                && (datagram.getByte(datagram.readerIndex()) & FORM_AND_TYPE) == INITIAL;
    }
}
