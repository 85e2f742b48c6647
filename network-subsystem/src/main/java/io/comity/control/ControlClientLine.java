package io.comity.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** One client of a control socket: reads a line, has it answered elsewhere, writes the answer, and reads on. */
final class ControlClientLine extends SimpleChannelInboundHandler<ByteBuf> {
    private final Answers answers;
    private final Executor deeds;
    private final AtomicInteger clients;
    private boolean isBusy;

    /** @param clients how many there are; this one counts itself */
    ControlClientLine(Answers answers, Executor deeds, AtomicInteger clients) {
        this.answers = answers;
        this.deeds = deeds;
        this.clients = clients;
    }

    @Override
    public void channelActive(ChannelHandlerContext client) {
        if (clients.incrementAndGet() > ControlSocket.MAX_CLIENTS) {
            end(client, ControlSocket.MAX_CLIENTS + " others ask this node for something now; try again");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext client) {
        clients.decrementAndGet();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext client, ByteBuf line) {
        if (!client.channel().config().isAutoRead()) {
            end(client, "wait for the answer before you ask for more");
            return;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(ByteBufUtil.getBytes(line)))
                    .toString();
        } catch (CharacterCodingException garbage) {
            end(client, "a request is text in UTF-8");
            return;
        }
        isBusy = true;
        client.channel().config().setAutoRead(false);
        try {
            deeds.execute(() -> answer(client, answers.to(text)));
        } catch (RejectedExecutionException stopping) {
            end(client, "this node stops");
        }
    }

    private void answer(ChannelHandlerContext client, String line) {
        try {
            client.executor().execute(() -> {
                isBusy = false;
                write(client, line);
                client.channel().config().setAutoRead(true);
            });
        } catch (RejectedExecutionException stopped) {
            // The node was closed meanwhile, and its client with it: nobody is left to be answered.
            return;
        }
    }

    private static ChannelFuture write(ChannelHandlerContext client, String line) {
        return client.writeAndFlush(ByteBufUtil.writeUtf8(client.alloc(), line + "\n"));
    }

    private static void end(ChannelHandlerContext client, String why) {
        client.channel().config().setAutoRead(false);
        write(client, Reply.failed(why).line()).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext client, Object event) {
        if (event instanceof IdleStateEvent && !isBusy) {
            end(client, "nothing was asked for too long");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext client, Throwable failure) {
        if (failure instanceof TooLongFrameException) {
            end(client, "a request has at most " + ControlSocket.MAX_LINE_BYTES + " bytes");
        } else {
            client.close();
        }
    }
}
