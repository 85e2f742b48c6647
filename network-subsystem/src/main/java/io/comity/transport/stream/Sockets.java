package io.comity.transport.stream;

import io.comity.identity.NodeId;
import io.comity.transport.Origin;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Streams that are sockets of the operating system, one for each wire. */
public final class Sockets implements Medium {
    /** Connections that the operating system may hold for a listener that is busy: what the turnstile lets in within half a second. */
    private static final int BACKLOG = Turnstile.PER_SECOND / 2;

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 256 << 10);

    private final ChannelFactory<? extends ServerChannel> servers;
    private final ChannelFactory<? extends Channel> clients;
    private final Layer layer;
    private final Duration connectTimeout;

    public Sockets(
            ChannelFactory<? extends ServerChannel> servers,
            ChannelFactory<? extends Channel> clients,
            Layer layer,
            Duration connectTimeout) {
        this.servers = servers;
        this.clients = clients;
        this.layer = layer;
        this.connectTimeout = connectTimeout;
    }

    @Override
    public Future<Channel> bind(EventLoopGroup loop, SocketAddress place, Wiring wiring) {
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channelFactory(servers)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .handler(new Turnstile(System::nanoTime))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 2_048, 65_536))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(accepted(wiring));
        Promise<Channel> bound = ImmediateEventExecutor.INSTANCE.newPromise();
        server.bind(place).addListener((ChannelFutureListener) done -> settle(done, done.channel(), bound));
        return bound;
    }

    @Override
    public Future<Channel> connect(EventLoopGroup loop, SocketAddress place, NodeId expected, Wiring wiring) {
        Bootstrap client = new Bootstrap()
                .group(loop)
                .channelFactory(clients)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .handler(dialled(expected, place, wiring));
        Promise<Channel> connected = ImmediateEventExecutor.INSTANCE.newPromise();
        client.connect(place).addListener((ChannelFutureListener) done -> connected(done, connected));
        return connected;
    }

    private ChannelInitializer<Channel> accepted(Wiring wiring) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                layer.addTo(channel, null);
                SocketAddress remote = channel.remoteAddress();
                wiring.put(channel, String.valueOf(remote), Origin.of(remote));
            }
        };
    }

    private ChannelInitializer<Channel> dialled(NodeId expected, SocketAddress place, Wiring wiring) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                layer.addTo(channel, expected);
                wiring.put(channel, String.valueOf(place), Optional.empty());
            }
        };
    }

    private void connected(ChannelFuture done, Promise<Channel> connected) {
        if (done.isSuccess()) {
            layer.passed(done.channel()).addListener(passed -> settle(passed, done.channel(), connected));
        } else {
            connected.tryFailure(done.cause());
        }
    }

    private static void settle(Future<?> done, Channel channel, Promise<Channel> promise) {
        if (done.isSuccess()) {
            promise.trySuccess(channel);
        } else {
            promise.tryFailure(done.cause());
        }
    }
}
