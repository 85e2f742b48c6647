package io.comity.desk.http;

import io.comity.detached.DetachedCall;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/** Gathers a request whose body is within the bound; a longer one gets the answer of every other malformed one. */
final class WholePut extends HttpObjectAggregator {
    WholePut() {
        super(DetachedCall.MAX_BODY_BYTES, true);
    }

    /** Says `100 Continue` or nothing: what is too long or expects something else is refused like everything else. */
    @Override
    protected @Nullable Object newContinueResponse(HttpMessage start, int maxBytes, ChannelPipeline pipeline) {
        boolean goesOn = HttpUtil.is100ContinueExpected(start) && HttpUtil.getContentLength(start, -1L) <= maxBytes;
        return goesOn ? super.newContinueResponse(start, maxBytes, pipeline) : null;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        context.fireUserEventTriggered(PutHandler.Oversized.INSTANCE);
    }
}
