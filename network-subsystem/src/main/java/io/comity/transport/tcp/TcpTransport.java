package io.comity.transport.tcp;

import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** TCP by Netty. Frames are opaque here; the link inside them brings its own encryption. */
public final class TcpTransport implements Transport {
    public static final String NAME = "tcp";

    /** Threads that look names up; each may wait for a name server. */
    private static final int RESOLVERS = 4;

    /** Dials that wait for such a thread; one more fails at once. */
    private static final int MAX_LOOKUPS = 1_024;

    /**
     * @param host where to listen
     * @param advertise the host that others dial
     * @param port 0 for any that is free
     * @param connectTimeout how long a dial may take
     * @param threads of the event loop, which also seals, opens and decodes
     */
    public record Settings(String host, String advertise, int port, Duration connectTimeout, int threads) {
        /** Advertises the host it listens on. */
        public Settings(String host, int port, Duration connectTimeout, int threads) {
            this(host, host, port, connectTimeout, threads);
        }

        public Settings at(int otherPort) {
            return new Settings(host, advertise, otherPort, connectTimeout, threads);
        }
    }

    /** Asks whoever knows the addresses of hosts, and waits for the answer. */
    interface Lookup {
        InetAddress address(String host) throws UnknownHostException;
    }

    private final Settings settings;
    private final Lookup lookup;
    private final EventLoopGroup loop;
    private final ThreadPoolExecutor names = new ThreadPoolExecutor(
            RESOLVERS,
            RESOLVERS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_LOOKUPS),
            new DefaultThreadFactory("comity-tcp-names", true));
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    public TcpTransport(Settings settings) {
        this(settings, InetAddress::getByName);
    }

    TcpTransport(Settings settings, Lookup lookup) {
        this.settings = settings;
        this.lookup = lookup;
        this.loop = new MultiThreadIoEventLoopGroup(
                settings.threads(), new DefaultThreadFactory("comity-tcp", true), NioIoHandler.newFactory());
        this.names.allowCoreThreadTimeOut(true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletionStage<Address> listen(Consumer<Wire> accepted) {
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.accept(wire(channel));
                    }
                });
        configure(server);
        CompletableFuture<Address> bound = new CompletableFuture<>();
        server.bind(settings.host(), settings.port()).addListener((ChannelFutureListener) done -> bound(done, bound));
        return bound;
    }

    private static void configure(ServerBootstrap server) {
        server.childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 2_048, 65_536))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 << 10, 256 << 10));
    }

    private void bound(ChannelFuture done, CompletableFuture<Address> bound) {
        if (done.isSuccess()) {
            channels.add(done.channel());
            int port = ((InetSocketAddress) done.channel().localAddress()).getPort();
            bound.complete(new Address(NAME, settings.advertise(), port));
        } else {
            String cause = reason(done.cause());
            String cure = done.cause() instanceof UnresolvedAddressException || cause.contains("assign")
                    ? "set comity.tcp.host to an address of this machine"
                    : "free the port or set comity.tcp.port to another, 0 for any";
            bound.completeExceptionally(new IOException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + " (" + cause + "); " + cure));
        }
    }

    @Override
    public CompletionStage<Wire> dial(Address address, NodeId expected) {
        CompletableFuture<Wire> dialled = new CompletableFuture<>();
        Bootstrap client = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 << 10, 256 << 10))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new TcpWire(channel));
                    }
                });
        Runnable connect = () -> connect(client, address, dialled);
        if (NetUtil.createInetAddressFromIpAddressString(address.host()) == null) {
            lookUp(connect, dialled);
        } else {
            connect.run();
        }
        return dialled;
    }

    /** Name servers may be slow, and hostile ones are: the loop, which carries every peer, must not wait for them. */
    private void lookUp(Runnable connect, CompletableFuture<Wire> dialled) {
        try {
            names.execute(connect);
        } catch (RejectedExecutionException tooMany) {
            dialled.completeExceptionally(new IOException("too many host names are being looked up; try again"));
        }
    }

    private void connect(Bootstrap client, Address address, CompletableFuture<Wire> dialled) {
        try {
            client.connect(new InetSocketAddress(lookup.address(address.host()), address.port()))
                    .addListener((ChannelFutureListener) done -> dialled(done, address, dialled));
        } catch (UnknownHostException unknown) {
            dialled.completeExceptionally(new IOException("cannot reach " + address + " (no host has this name)"));
        } catch (RuntimeException closedMeanwhile) {
            dialled.completeExceptionally(closedMeanwhile);
        }
    }

    private void dialled(ChannelFuture done, Address address, CompletableFuture<Wire> dialled) {
        if (done.isSuccess()) {
            channels.add(done.channel());
            dialled.complete(done.channel().pipeline().get(TcpWire.class));
        } else {
            dialled.completeExceptionally(
                    new IOException("cannot reach " + address + " (" + reason(done.cause()) + ")"));
        }
    }

    private Wire wire(Channel channel) {
        TcpWire wire = new TcpWire(channel);
        channels.add(channel);
        channel.pipeline().addLast(wire);
        return wire;
    }

    private static String reason(Throwable cause) {
        return cause instanceof UnresolvedAddressException
                ? "no host has this name"
                : String.valueOf(cause.getMessage());
    }

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        names.shutdownNow();
        channels.close()
                .addListener(ignored ->
                        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(done -> closed.complete(null)));
        return closed;
    }
}
