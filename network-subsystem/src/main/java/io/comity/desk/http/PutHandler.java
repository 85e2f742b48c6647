package io.comity.desk.http;

import io.comity.desk.Desk;
import io.comity.desk.Result;
import io.comity.detached.Refusal;
import io.comity.identity.KeyHolder;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads one request, whole and in time, waits for its answer, and only then reads the next. It ends with the
 * first refusal, and when a second request comes while one is answered.
 */
final class PutHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    enum Oversized {
        INSTANCE
    }

    private final SocketChannel channel;
    private final Tally tally;
    private final Desk desk;
    private final KeyHolder node;
    private final Duration patience;
    private final Runnable known;
    private @Nullable Future<?> overdue;
    private boolean answering;

    /**
     * @param patience from the connection, or the answer before, to the last byte of a request
     * @param known is run when somebody who holds a grant has called
     */
    PutHandler(SocketChannel channel, Tally tally, Desk desk, KeyHolder node, Duration patience, Runnable known) {
        this.channel = channel;
        this.tally = tally;
        this.desk = desk;
        this.node = node;
        this.patience = patience;
        this.known = known;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        readNext();
    }

    private void readNext() {
        answering = false;
        overdue = channel.eventLoop().schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
        channel.read();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!answering) {
            channel.read();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (answering) {
            channel.close();
            return;
        }
        begin();
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        PutForm[] form = new PutForm[1];
        form[0] = PutForm.of(request, result -> inLoop(() -> respond(form[0], result, keepAlive)));
        if (form[0].isPut()) {
            desk.take(form[0]);
        } else {
            desk.refuse(form[0], Refusal.MALFORMED);
        }
    }

    private void begin() {
        answering = true;
        if (overdue != null) {
            overdue.cancel(false);
        }
    }

    private void respond(PutForm put, Result result, boolean keepAlive) {
        if (result instanceof Result.Answered answered) {
            known.run();
            write(Answers.signed(node, put, answered.answer()), keepAlive);
        } else if (result instanceof Result.Refused refused) {
            refuse(refused.why());
        }
    }

    private void refuse(Refusal why) {
        if (tally.isWorthARefusal()) {
            write(Answers.refusal(why), false);
        } else {
            channel.close();
        }
    }

    private void write(FullHttpResponse response, boolean keepAlive) {
        channel.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            if (keepAlive && written.isSuccess()) {
                readNext();
            } else {
                LingeringClose.end(channel);
            }
        });
    }

    private void inLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException closed) {
            // The endpoint is closed and the connection with it: nobody is left to answer.
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Oversized.INSTANCE && !answering) {
            begin();
            desk.refuse(PutForm.broken(result -> inLoop(() -> refuse(Refusal.MALFORMED))), Refusal.MALFORMED);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        begin();
    }

    /** An I/O error is the network's; this connection is the price of it, and of any bug of ours. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        channel.close();
    }
}
