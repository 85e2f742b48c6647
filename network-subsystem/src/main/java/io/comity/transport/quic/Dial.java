package io.comity.transport.quic;

import io.comity.identity.NodeId;
import io.comity.transport.stream.Medium;
import io.comity.transport.stream.Wiring;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;

/** One dial: a UDP socket, a connection over it, a stream in that. It also hears what happens to the socket later. */
final class Dial extends ChannelInboundHandlerAdapter {
    private final SocketAddress place;
    private final NodeId expected;
    private final Wiring wiring;
    private final ChannelGroup connections;
    private final Duration timeout;
    private final Promise<Channel> outcome = ImmediateEventExecutor.INSTANCE.newPromise();

    Dial(SocketAddress place, NodeId expected, Wiring wiring, ChannelGroup connections, Duration timeout) {
        this.place = place;
        this.expected = expected;
        this.wiring = wiring;
        this.connections = connections;
        this.timeout = timeout;
    }

    Future<Channel> outcome() {
        return outcome;
    }

    void connect(ChannelFuture socket) {
        if (socket.isSuccess()) {
            QuicChannel.newBootstrap(socket.channel())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                    .handler(new Dialled(socket.channel()))
                    .connect()
                    .addListener((Future<QuicChannel> done) -> connected(done, socket.channel()));
        } else {
            outcome.tryFailure(socket.cause());
        }
    }

    private void connected(Future<QuicChannel> done, Channel socket) {
        if (!done.isSuccess()) {
            outcome.tryFailure(new IOException(reason(done.cause())));
            socket.close();
        } else if (Connection.provenNode(done.getNow()).equals(Optional.of(expected))) {
            open(done.getNow());
        } else {
            outcome.tryFailure(new IOException("another node answers there"));
            done.getNow().close();
        }
    }

    private void open(QuicChannel connection) {
        connection
                .newStreamBootstrap()
                .type(QuicStreamType.BIDIRECTIONAL)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .handler(new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                        stream.attr(Medium.PROVEN).set(expected);
                        Connection.endsWith(stream);
                        wiring.put(stream, String.valueOf(place), Optional.empty());
                    }
                })
                .create()
                .addListener((Future<QuicStreamChannel> done) -> opened(done, connection));
    }

    private void opened(Future<QuicStreamChannel> done, QuicChannel connection) {
        if (done.isSuccess()) {
            QuicStreamChannel stream = done.getNow();
            stream.writeAndFlush(stream.alloc().directBuffer(1).writeByte(Streams.LINK));
            outcome.trySuccess(stream);
        } else {
            outcome.tryFailure(new IOException(reason(done.cause())));
            connection.close();
        }
    }

    private String reason(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        return cause instanceof ClosedChannelException
                ? "it hung up during the handshake"
                : "QUIC failed: " + cause.getMessage();
    }

    /** The operating system of the other side says that nobody is there, or no longer. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof PortUnreachableException) {
            outcome.tryFailure(new IOException("nobody listens there"));
            context.close();
        }
    }

    /** Ties a connection to its transport and to its socket. */
    private final class Dialled extends ChannelInboundHandlerAdapter {
        private final Channel socket;

        private Dialled(Channel socket) {
            this.socket = socket;
        }

        @Override
        public void channelRegistered(ChannelHandlerContext context) {
            connections.add(context.channel());
            context.channel().closeFuture().addListener(closed -> Connection.release(socket));
            context.fireChannelRegistered();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            // It ends the connection, and whoever dialled hears of that.
        }
    }
}
