package io.comity.transport.quic;

import io.comity.identity.NodeId;
import io.comity.transport.Origin;
import io.comity.transport.stream.Medium;
import io.comity.transport.stream.Wiring;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * The streams that others open. A stream is nothing to its receiver until a byte of it comes, so its opener says at once what
 * it is for: {@value #LINK} for a link. Any other byte ends the connection, and so does a second stream.
 */
@Sharable
final class Streams extends ChannelInboundHandlerAdapter {
    static final int LINK = 1;

    private final Arrivals arrivals;
    private final Wiring wiring;

    Streams(Arrivals arrivals, Wiring wiring) {
        this.arrivals = arrivals;
        this.wiring = wiring;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Connection.endsWith((QuicStreamChannel) context.channel());
        context.read();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        QuicStreamChannel stream = (QuicStreamChannel) context.channel();
        if (in.isReadable() && in.readByte() == LINK && becomesWire(stream)) {
            context.fireChannelRead(in);
            context.pipeline().remove(this);
        } else {
            in.release();
            stream.parent().close();
        }
    }

    private boolean becomesWire(QuicStreamChannel stream) {
        QuicChannel connection = stream.parent();
        Optional<NodeId> node = Connection.provenNode(connection);
        if (node.isEmpty() || !arrivals.carriesWire(connection)) {
            return false;
        }
        stream.attr(Medium.PROVEN).set(node.get());
        SocketAddress from = Arrivals.from(connection);
        wiring.put(stream, String.valueOf(from), Origin.of(from));
        return true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.channel().parent().close();
    }
}
