package io.comity.transport.stream;

import io.comity.identity.Bytes;
import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A transport whose wires are streams of bytes. Frames are opaque here; the link inside them brings its own encryption. */
public final class StreamTransport implements Transport {
    private final Places places;
    private final Medium medium;
    private final EventLoopGroup loop;
    private final ChannelGroup streams = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /** @param threads of the event loop, which also seals, opens and decodes */
    public StreamTransport(Places places, Medium medium, int threads) {
        this.places = places;
        this.medium = medium;
        this.loop = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("comity-" + places.transport(), true), NioIoHandler.newFactory());
    }

    @Override
    public String name() {
        return places.transport();
    }

    @Override
    public Optional<String> unavailable() {
        return medium.unavailable();
    }

    @Override
    public CompletionStage<Address> listen(Consumer<Wire> accepted) {
        CompletableFuture<Address> bound = new CompletableFuture<>();
        try {
            medium.bind(loop, places.here(), (stream, remote, origin) -> accepted.accept(wire(stream, remote, origin)))
                    .addListener((Future<Channel> done) -> bound(done, bound));
        } catch (IOException nowhere) {
            bound.completeExceptionally(nowhere);
        }
        return bound;
    }

    private void bound(Future<Channel> done, CompletableFuture<Address> bound) {
        if (done.isSuccess()) {
            listeners.add(done.getNow());
            bound.complete(places.advertised(done.getNow().localAddress()));
        } else {
            bound.completeExceptionally(new IOException(places.notBound(done.cause())));
        }
    }

    @Override
    public CompletionStage<Wire> dial(Address address, NodeId expected) {
        return places.find(address)
                .thenCompose(place -> connect(place, expected))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unreachable(address, failure)));
    }

    private CompletionStage<Wire> connect(SocketAddress place, NodeId expected) {
        CompletableFuture<Wire> connected = new CompletableFuture<>();
        medium.connect(loop, place, expected, this::wire).addListener((Future<Channel> done) -> {
            if (done.isSuccess()) {
                connected.complete(done.getNow().pipeline().get(StreamWire.class));
            } else {
                connected.completeExceptionally(done.cause());
            }
        });
        return connected;
    }

    private static IOException unreachable(Address address, Throwable failure) {
        Throwable wrapped = failure instanceof CompletionException ? failure.getCause() : failure;
        Throwable cause = wrapped == null ? failure : wrapped;
        return new IOException("cannot reach " + address + " (" + cause.getMessage() + ")");
    }

    private StreamWire wire(Channel stream, String remote, Optional<Bytes> origin) {
        StreamWire wire = new StreamWire(stream, remote, origin);
        streams.add(stream);
        stream.pipeline().addLast(wire);
        return wire;
    }

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        places.close();
        streams.close()
                .addListener(without -> medium.close()
                        .addListener(bare -> listeners
                                .close()
                                .addListener(deaf -> loop.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                                        .addListener(gone -> closed.complete(null)))));
        return closed;
    }
}
