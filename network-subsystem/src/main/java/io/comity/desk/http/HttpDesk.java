package io.comity.desk.http;

import io.comity.desk.Desk;
import io.comity.identity.KeyHolder;
import io.comity.transport.Address;
import io.comity.transport.Shares;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Listens for PUTs and hands them to the desk. Plain HTTP: calls and answers are signed but not secret; who needs secrecy puts
 * a TLS proxy before it, or uses a link.
 */
final class HttpDesk {
    /** A path of ours is at most 1024. */
    static final int MAX_LINE_BYTES = 1_200;

    /** How long the end of the endpoint may wait for the end of its connections. */
    static final Duration CLOSING = Duration.ofSeconds(5);

    static final int MAX_HEADER_BYTES = 4_096;
    private static final int MAX_CHUNK_BYTES = 8_192;

    private final HttpEndpoint.Settings settings;
    private final Desk desk;
    private final KeyHolder node;
    private final Runnable turnedAway;
    private final Shares shares;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("comity-http", true), NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /** @param turnedAway told of every connection that was closed unread */
    HttpDesk(HttpEndpoint.Settings settings, Desk desk, KeyHolder node, Runnable turnedAway) {
        this.settings = settings;
        this.desk = desk;
        this.node = node;
        this.turnedAway = turnedAway;
        this.shares = new Shares(settings.connections());
    }

    CompletionStage<Address> listen() {
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        admit(channel);
                    }
                });
        CompletableFuture<Address> bound = new CompletableFuture<>();
        server.bind(new InetSocketAddress(settings.host(), settings.port()))
                .addListener((ChannelFutureListener) done -> bound(done, bound));
        return bound;
    }

    /** The listening channel is one of them. */
    private void admit(SocketChannel channel) {
        Shares.Share share = channels.size() > settings.connections()
                ? null
                : shares.enter(channel.remoteAddress()).orElse(null);
        if (share == null) {
            turnedAway.run();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> share.giveBack());
        channels.add(channel);
        Tally tally = new Tally();
        channel.pipeline()
                .addLast(tally)
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setMaxChunkSize(MAX_CHUNK_BYTES)
                        .setChunkedSupported(false)))
                .addLast(new WholePut())
                .addLast(new PutHandler(channel, tally, desk, node, settings.patience(), share::giveBack));
    }

    private void bound(ChannelFuture done, CompletableFuture<Address> bound) {
        if (done.isSuccess()) {
            channels.add(done.channel());
            int port = ((InetSocketAddress) done.channel().localAddress()).getPort();
            bound.complete(new Address(HttpEndpoint.NAME, settings.host(), port));
            return;
        }
        boolean unknown = done.cause() instanceof UnresolvedAddressException;
        String cause =
                unknown ? "no host has this name" : String.valueOf(done.cause().getMessage());
        String cure = unknown || cause.contains("assign")
                ? "set comity.http.host to an address of this machine"
                : "free the port or set comity.http.port to another, 0 for any";
        bound.completeExceptionally(new IOException(
                "cannot listen on " + settings.host() + ":" + settings.port() + " (" + cause + "); " + cure));
    }

    /** Done when the port is free and the thread gone. */
    CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channels.close()
                .addListener(ignored ->
                        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(done -> closed.complete(null)));
        return closed;
    }
}
