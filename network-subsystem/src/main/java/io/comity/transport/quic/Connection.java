package io.comity.transport.quic;

import io.comity.identity.NodeId;
import io.comity.transport.certificate.NodeCertificate;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What both sides of a connection do alike. */
final class Connection {
    /** How long a connection outlives the stream that this side ended, so that what was written to it arrives. */
    private static final long LINGER_MILLIS = 500;

    private Connection() {}

    /** The node at the other end; empty before the handshake is done. */
    static Optional<NodeId> provenNode(QuicChannel connection) {
        SSLEngine engine = connection.sslEngine();
        try {
            return engine != null && engine.getSession().getPeerCertificates()[0] instanceof X509Certificate shown
                    ? NodeCertificate.prove(new X509Certificate[] {shown}).map(NodeCertificate.Proven::node)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException nobody) {
            return Optional.empty();
        }
    }

    /** Ends the connection with its stream: at once when the other side ended that, for it has nothing more to receive. */
    static void endsWith(QuicStreamChannel stream) {
        QuicChannel connection = stream.parent();
        stream.closeFuture().addListener(ended -> {
            if (stream.isInputShutdown()) {
                connection.close();
            } else {
                endsSoon(connection);
            }
        });
    }

    /** Leaves a moment to the other side, which ends the connection as soon as it has read the end of the stream. */
    static void endsSoon(Channel connection) {
        connection.eventLoop().schedule(() -> connection.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Closes the socket of a connection that has ended, after its last packet. */
    static void release(Channel socket) {
        socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        socket.eventLoop().schedule(() -> socket.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
