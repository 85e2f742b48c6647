package io.comity.transport.tls;

import io.comity.transport.stream.MalformedStreamException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/** Tells the wire how TLS ended. A side that says it will send no more has left; half a connection is of no use to a link. */
final class Farewell extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            context.channel().unsafe().close(context.newPromise());
        }
        context.fireUserEventTriggered(event);
    }

    /** What TLS cannot read, it quotes in its exceptions; that goes no further. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.fireExceptionCaught(
                failure instanceof DecoderException
                        ? new MalformedStreamException("bytes that are not TLS as nodes speak it")
                        : failure);
    }
}
