package io.comity.transport.tls;

import io.comity.identity.NodeId;
import io.comity.transport.certificate.NodeCertificate.Proven;
import io.comity.transport.stream.Medium;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the socket and TLS. It reads the first bytes, which nobody behind TLS asks for; it knows whose certificate
 * is good enough; and when the handshake fails or is given up, it shuts the door before TLS can say why.
 */
final class Doorstep extends ChannelDuplexHandler {
    /** The type of a record (RFC 8446 section 5.1) that says why a connection ends. */
    private static final int ALERT = 21;

    private final Channel channel;
    private final @Nullable NodeId expected;
    private final Promise<NodeId> passed;
    private volatile @Nullable NodeId shown;

    Doorstep(Channel channel, @Nullable NodeId expected) {
        this.channel = channel;
        this.expected = expected;
        this.passed = channel.eventLoop().newPromise();
    }

    Future<NodeId> passed() {
        return passed;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
        context.fireChannelActive();
    }

    /** Whoever has said nothing hears nothing. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (!passed.isDone() && isAlert(message)) {
            ReferenceCountUtil.release(message);
            written.trySuccess();
        } else {
            context.write(message, written);
        }
    }

    private static boolean isAlert(Object message) {
        return message instanceof ByteBuf record
                && record.isReadable()
                && record.getByte(record.readerIndex()) == ALERT;
    }

    /** The owner of the certificate has not shown its key yet: that decides nothing but whether the handshake goes on. */
    boolean accepts(Optional<Proven> certificate) {
        shown = certificate.map(Proven::node).orElse(null);
        return shown != null && (expected == null || expected.equals(shown));
    }

    void decide(Future<? super Channel> handshake) {
        NodeId node = shown;
        if (handshake.isSuccess() && node != null) {
            channel.attr(Medium.PROVEN).set(node);
            passed.trySuccess(node);
        } else {
            passed.tryFailure(new IOException(cause(handshake.cause())));
            channel.pipeline().context(this).close();
        }
    }

    private String cause(@Nullable Throwable failure) {
        if (shown != null && expected != null && !expected.equals(shown)) {
            return "another node answers there";
        }
        if (failure instanceof NotSslRecordException) {
            return "it does not speak TLS";
        }
        return failure == null || failure instanceof ClosedChannelException
                ? "it hung up during the TLS handshake"
                : "TLS failed: " + failure.getMessage();
    }
}
