package io.comity.transport.quic;

import io.comity.transport.Shares;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections that others open: bounded in number and time until they carry a wire, for then they are counted and timed
 * as wires are. Used by the one thread of its listener.
 */
@Sharable
final class Arrivals extends ChannelInboundHandlerAdapter {
    /** Connections without a wire at one time; one more is closed. */
    static final int MAX_WITHOUT_WIRE = 1_024;

    /** Where it began, as its token has proven: what a channel says later is where the last packet claimed to come from, and nothing once it is closed. */
    private static final AttributeKey<SocketAddress> FROM = AttributeKey.valueOf(Arrivals.class, "from");

    private static final AttributeKey<Shares.Share> SHARE = AttributeKey.valueOf(Arrivals.class, "share");
    private static final AttributeKey<Boolean> HAS_WIRE = AttributeKey.valueOf(Arrivals.class, "has-wire");

    private final ChannelGroup connections;
    private final BooleanSupplier closing;
    private final Duration patience;
    private final LongConsumer refused;
    private final Shares shares = new Shares(MAX_WITHOUT_WIRE);
    private int withoutWire;

    Arrivals(ChannelGroup connections, BooleanSupplier closing, Duration patience, LongConsumer refused) {
        this.connections = connections;
        this.closing = closing;
        this.patience = patience;
        this.refused = refused;
    }

    @Override
    public void channelRegistered(ChannelHandlerContext context) {
        Channel connection = context.channel();
        connections.add(connection);
        connection.closeFuture().addListener(closed -> left(connection));
        if (connection instanceof QuicChannel quic) {
            connection.attr(FROM).set(quic.remoteSocketAddress());
        }
        shares.enter(from(connection)).ifPresent(connection.attr(SHARE)::set);
        boolean isRoom =
                ++withoutWire <= MAX_WITHOUT_WIRE && connection.attr(SHARE).get() != null;
        if (!isRoom || closing.getAsBoolean()) {
            connection.eventLoop().execute(connection::close);
        } else {
            connection.eventLoop().schedule(() -> expire(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelRegistered();
    }

    private static void expire(Channel connection) {
        if (!connection.hasAttr(HAS_WIRE)) {
            connection.close();
        }
    }

    private void left(Channel connection) {
        if (!connection.hasAttr(HAS_WIRE)) {
            waitsNoLonger(connection);
            refused.accept(1);
        }
    }

    private void waitsNoLonger(Channel connection) {
        withoutWire--;
        Shares.Share share = connection.attr(SHARE).get();
        if (share != null) {
            share.giveBack();
        }
    }

    static @Nullable SocketAddress from(Channel connection) {
        return connection.attr(FROM).get();
    }

    /** Whether the connection may carry a wire, as it then does: each may once. */
    boolean carriesWire(Channel connection) {
        boolean first = !connection.hasAttr(HAS_WIRE);
        if (first) {
            connection.attr(HAS_WIRE).set(true);
            waitsNoLonger(connection);
        }
        return first;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        // What strangers do wrong ends their connection, which is counted; it is no line in a log.
    }
}
