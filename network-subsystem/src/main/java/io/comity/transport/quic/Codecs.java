package io.comity.transport.quic;

import io.comity.transport.certificate.NodeCertificate;
import io.comity.transport.certificate.NodeTrust;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** QUIC as nodes speak it: certificates on both sides, one stream for each connection, no early data, no migration. */
final class Codecs {
    /** Application protocol (RFC 7301), without which there is no QUIC. */
    private static final String PROTOCOL = "comity/1";

    /** Bytes that may come before somebody reads; it grows with what is read. */
    private static final int WINDOW_BYTES = 256 << 10;

    /** Of a packet; passes on nearly every path there is. */
    private static final int PAYLOAD_BYTES = 1_350;

    private final NodeCertificate identity;
    private final Duration idleTimeout;
    private final SecureRandom random;
    private @Nullable QuicSslContext client;

    Codecs(NodeCertificate identity, Duration idleTimeout, SecureRandom random) {
        this.identity = identity;
        this.idleTimeout = idleTimeout;
        this.random = random;
    }

    ChannelHandler server(ChannelHandler connections, ChannelHandler streams) {
        QuicSslContext context = QuicSslContextBuilder.forServer(identity.key(), null, identity.certificate())
                .trustManager(new NodeTrust(Optional::isPresent))
                .clientAuth(ClientAuth.REQUIRE)
                .applicationProtocols(PROTOCOL)
                .build();
        return common(new QuicServerCodecBuilder())
                .sslContext(context)
                .tokenHandler(new AddressTokens(random, System::nanoTime))
                .initialMaxStreamsBidirectional(1)
                .initialMaxStreamDataBidirectionalRemote(WINDOW_BYTES)
                .handler(connections)
                .streamOption(ChannelOption.AUTO_READ, false)
                .streamOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .streamHandler(streams)
                .build();
    }

    synchronized ChannelHandler client() {
        QuicSslContext context = client;
        if (context == null) {
            context = QuicSslContextBuilder.forClient()
                    .keyManager(identity.key(), null, identity.certificate())
                    .trustManager(new NodeTrust(Optional::isPresent))
                    .applicationProtocols(PROTOCOL)
                    .build();
            client = context;
        }
        return common(new QuicClientCodecBuilder())
                .sslContext(context)
                .initialMaxStreamDataBidirectionalLocal(WINDOW_BYTES)
                .build();
    }

    private <B extends QuicCodecBuilder<B>> B common(B builder) {
        return builder.maxIdleTimeout(idleTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .maxSendUdpPayloadSize(PAYLOAD_BYTES)
                .maxRecvUdpPayloadSize(PAYLOAD_BYTES)
                .initialMaxData(WINDOW_BYTES)
                .activeMigration(false);
    }
}
