package io.comity.transport.stream;

import io.comity.identity.NodeId;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.SocketAddress;
import java.util.Optional;

/** What the streams of one kind of wire are made of. Streams are made with automatic reading off. */
public interface Medium {
    /** The node that the medium proved to be at the other end of a stream, if it proves nodes. */
    AttributeKey<NodeId> PROVEN = AttributeKey.valueOf(Medium.class, "proven");

    /** Why there are no such streams on this machine, in a few words; empty when there are. */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /**
     * Listens at {@code place} and lets {@code wiring} have each stream that others open.
     *
     * @return the listening channel; the transport closes it
     */
    Future<Channel> bind(EventLoopGroup loop, SocketAddress place, Wiring wiring);

    /**
     * Opens a stream to {@code place}.
     *
     * @return the stream, once it can be written to and the other end is not known to be another node than {@code expected};
     *     or a failure whose message is a few words on the cause
     */
    Future<Channel> connect(EventLoopGroup loop, SocketAddress place, NodeId expected, Wiring wiring);

    /** Ends what it has beside its streams, which are closed, and before its listener is. */
    default Future<?> close() {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
    }
}
