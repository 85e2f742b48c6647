package io.comity.transport.quic;

import io.comity.identity.NodeId;
import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.stream.Medium;
import io.comity.transport.stream.Wiring;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.Quic;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Streams that are the only stream of a QUIC connection. Whoever listens has one UDP socket for all of them, whoever dials one
 * for each: the operating system then says at once when nobody is at the other end.
 */
final class QuicStreams implements Medium {
    private final QuicTransport.Settings settings;
    private final Codecs codecs;
    private final LongConsumer refused;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    QuicStreams(QuicTransport.Settings settings, NodeCertificate identity, SecureRandom random, LongConsumer refused) {
        this.settings = settings;
        this.codecs = new Codecs(identity, settings.idleTimeout(), random);
        this.refused = refused;
    }

    @Override
    public Optional<String> unavailable() {
        return Quic.isAvailable()
                ? Optional.empty()
                : Optional.of("there is no QUIC library for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch"));
    }

    @Override
    public Future<Channel> bind(EventLoopGroup loop, SocketAddress place, Wiring wiring) {
        Arrivals arrivals =
                new Arrivals(connections, closing::get, settings.stream().connectTimeout(), refused);
        Promise<Channel> bound = ImmediateEventExecutor.INSTANCE.newPromise();
        udp(loop, new Threshold(), codecs.server(arrivals, new Streams(arrivals, wiring)), new Listener())
                .bind(place)
                .addListener((ChannelFutureListener) done -> settle(done, bound));
        return bound;
    }

    private static void settle(ChannelFuture done, Promise<Channel> bound) {
        if (done.isSuccess()) {
            bound.trySuccess(done.channel());
        } else {
            bound.tryFailure(done.cause());
        }
    }

    @Override
    public Future<Channel> connect(EventLoopGroup loop, SocketAddress place, NodeId expected, Wiring wiring) {
        Dial dial =
                new Dial(place, expected, wiring, connections, settings.stream().connectTimeout());
        udp(loop, codecs.client(), dial).connect(place).addListener((ChannelFutureListener) dial::connect);
        return dial.outcome();
    }

    /** What strangers do to a socket that many share is no line in a log. */
    private static final class Listener extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            // The next packet may be a good one.
        }
    }

    private static Bootstrap udp(EventLoopGroup loop, ChannelHandler... handlers) {
        return new Bootstrap().group(loop).channel(NioDatagramChannel.class).handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers);
            }
        });
    }

    /**
     * Waits for the connections, which end with their streams, before the sockets are closed under them: the end of a stream is
     * sent until it arrives, that of a connection once.
     */
    @Override
    public Future<?> close() {
        Promise<Void> closed = ImmediateEventExecutor.INSTANCE.newPromise();
        closing.set(true);
        connections.forEach(Connection::endsSoon);
        connections
                .newCloseFuture()
                .addListener(ended -> connections.close().addListener(all -> closed.trySuccess(null)));
        return closed;
    }
}
