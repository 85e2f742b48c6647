package io.comity.desk.http;

import io.comity.detached.DetachedCall;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Gathers a request whose body is within the bound; a longer one gets the answer of every other malformed one. */
final class WholePut extends HttpObjectAggregator {
    WholePut() {
        super(DetachedCall.MAX_BODY_BYTES, true);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        context.fireUserEventTriggered(PutHandler.Oversized.INSTANCE);
    }
}
