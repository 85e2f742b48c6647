package io.comity.desk.http;

import io.comity.detached.Claim;
import io.comity.identity.NodeId;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.ArrayList;
import java.util.List;

/** Opens the reading of PUTs to the fuzzers, who are of another package: the handlers of a connection, without the socket. */
public final class Putting {
    private Putting() {}

    /** Whose calls the bytes of one connection are. */
    public static List<Claim> claims(byte[] stream, NodeId self) {
        List<Claim> claims = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(HttpDesk.MAX_LINE_BYTES)
                        .setMaxHeaderSize(HttpDesk.MAX_HEADER_BYTES)
                        .setChunkedSupported(false)),
                new WholePut(),
                new SimpleChannelInboundHandler<FullHttpRequest>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
                        claims.add(PutForm.of(request, result -> {}).read(self));
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
                        // The other side went away in the middle of a request.
                        if (!(failure instanceof PrematureChannelClosureException)) {
                            super.exceptionCaught(context, failure);
                        }
                    }
                });
        channel.writeInbound(Unpooled.wrappedBuffer(stream));
        channel.finishAndReleaseAll();
        return claims;
    }
}
