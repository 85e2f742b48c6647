package io.comity.transport.unix;

import io.comity.identity.NodeId;
import io.comity.transport.stream.Layer;
import io.comity.transport.stream.Medium;
import io.comity.transport.stream.Sockets;
import io.comity.transport.stream.Wiring;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/** Sockets that have a file for a name. */
final class UnixSockets implements Medium {
    /** A connection is made at once, or when a listener that is busy gets to it. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final String ANY_PROCESS = "a process of this machine";

    private final Sockets sockets =
            new Sockets(NioServerDomainSocketChannel::new, NioDomainSocketChannel::new, Layer.NONE, CONNECT_TIMEOUT);

    @Override
    public Optional<String> unavailable() {
        try (SocketChannel any = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return any.isOpen() ? Optional.empty() : Optional.of("Unix domain sockets cannot be opened here");
        } catch (UnsupportedOperationException | IOException none) {
            return Optional.of("this system has no Unix domain sockets");
        }
    }

    /** Whoever connects has no name of its own. */
    @Override
    public Future<Channel> bind(EventLoopGroup loop, SocketAddress place, Wiring wiring) {
        return sockets.bind(loop, place, (stream, nameless, nowhere) -> wiring.put(stream, ANY_PROCESS, nowhere));
    }

    @Override
    public Future<Channel> connect(EventLoopGroup loop, SocketAddress place, NodeId expected, Wiring wiring) {
        return sockets.connect(loop, place, expected, wiring);
    }
}
