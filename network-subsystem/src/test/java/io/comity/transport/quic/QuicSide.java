package io.comity.transport.quic;

import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.certificate.NodeCertificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A QUIC client that believes everybody, shows what it has, and counts as dead when it was silent for some seconds. */
final class QuicSide implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long IDLE_SECONDS = 3;
    private static final long PATIENT_IDLE_SECONDS = 60;
    private static final int WINDOW = 1 << 20;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final QuicSslContext context;
    private final long idleSeconds;

    /** @param identity is shown; null shows nothing */
    QuicSide(@Nullable NodeCertificate identity) {
        this(identity, IDLE_SECONDS);
    }

    private QuicSide(@Nullable NodeCertificate identity, long idleSeconds) {
        this.idleSeconds = idleSeconds;
        QuicSslContextBuilder builder = QuicSslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocols("comity/1");
        context = identity == null
                ? builder.build()
                : builder.keyManager(identity.key(), null, identity.certificate())
                        .build();
    }

    static NodeCertificate certificate(NodeId node, MemoryKeyHolder signer) {
        try {
            return NodeCertificate.mint(node, 0, signer::sign, RANDOM);
        } catch (GeneralSecurityException | IOException noTls) {
            throw new AssertionError(noTls);
        }
    }

    static QuicSide of(MemoryKeyHolder key) {
        return new QuicSide(certificate(key.nodeId(), key));
    }

    /** One whose connections may be silent for a minute. */
    static QuicSide patient(MemoryKeyHolder key) {
        return new QuicSide(certificate(key.nodeId(), key), PATIENT_IDLE_SECONDS);
    }

    /** One that saw the certificate go by, and has a private key of its own only. */
    static QuicSide copyOf(NodeCertificate seen) {
        MemoryKeyHolder thief = MemoryKeyHolder.generate(RANDOM);
        return new QuicSide(
                new NodeCertificate(certificate(thief.nodeId(), thief).key(), seen.certificate()));
    }

    EventLoopGroup loop() {
        return loop;
    }

    QuicChannel connect(Address address) {
        return connect(address, "0.0.0.0");
    }

    /** @param from an address of this machine */
    QuicChannel connect(Address address, String from) {
        Channel socket = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new QuicClientCodecBuilder()
                        .sslContext(context)
                        .maxIdleTimeout(idleSeconds, TimeUnit.SECONDS)
                        .initialMaxData(WINDOW)
                        .initialMaxStreamDataBidirectionalLocal(WINDOW)
                        .build())
                .bind(from, 0)
                .syncUninterruptibly()
                .channel();
        sockets.add(socket);
        return QuicChannel.newBootstrap(socket)
                .handler(new ChannelInboundHandlerAdapter())
                .remoteAddress(new InetSocketAddress(address.host(), address.port()))
                .connect()
                .syncUninterruptibly()
                .getNow();
    }

    /** A stream that reads nothing before it is told to. */
    QuicStranger open(QuicChannel connection) {
        QuicStreamChannel stream = connection
                .newStreamBootstrap()
                .type(QuicStreamType.BIDIRECTIONAL)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .create()
                .syncUninterruptibly()
                .getNow();
        return new QuicStranger(loop, stream);
    }

    @Override
    public void close() {
        sockets.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
