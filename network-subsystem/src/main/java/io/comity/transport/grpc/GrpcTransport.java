package io.comity.transport.grpc;

import io.comity.identity.NodeId;
import io.comity.transport.Address;
import io.comity.transport.Transport;
import io.comity.transport.Wire;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * gRPC by its own Netty transport, in clear HTTP/2: the link inside brings its own encryption, and TLS below it would add
 * nothing but a second certificate to keep. What others see is that two hosts speak gRPC, and when and how much.
 *
 * <p>Before a link is authenticated it costs a connection, at most one {@link Settings#windowBytes} and one message of
 * 64 KiB: gRPC gathers a message before the wire may refuse it.
 */
public final class GrpcTransport implements Transport {
    public static final String NAME = "grpc";

    /** What a dialler takes: a record one byte too long still reaches the wire. */
    static final int MAX_MESSAGE_BYTES = Wire.MAX_RECORD_BYTES + OneField.OVERHEAD_BYTES + 1;

    /** Threads that look names up, bind and close; each may wait for a name server. */
    private static final int ERRANDS = 4;

    /** Errands that wait for such a thread; one more fails at once. */
    private static final int MAX_ERRANDS = 1_024;

    private static final int CLOSING_SECONDS = 2;

    /**
     * @param host where to listen
     * @param advertise the host that others dial
     * @param port 0 for any that is free
     * @param patience from a connection to its first call, and from a dial to its answer
     * @param maxConnections accepted at a time; one more is closed unread
     * @param windowBytes what one connection may send before the node has read it
     * @param threads of the event loop, which also seals, opens and decodes
     */
    public record Settings(
            String host,
            String advertise,
            int port,
            Duration patience,
            int maxConnections,
            int windowBytes,
            int threads) {
        public Settings at(int otherPort) {
            return new Settings(host, advertise, otherPort, patience, maxConnections, windowBytes, threads);
        }
    }

    private final Settings settings;
    private final @Nullable Calls calls;
    private final Door door;
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor errands = new ThreadPoolExecutor(
            ERRANDS,
            ERRANDS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_ERRANDS),
            new DefaultThreadFactory("comity-grpc-errands", true));
    private final Set<ManagedChannel> dialled = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Server server;
    private volatile boolean closed;

    /**
     * @param calls null when calls without a link are not taken here
     * @param turnedAway told of every connection that was closed unread
     */
    public GrpcTransport(Settings settings, @Nullable Calls calls, Runnable turnedAway) {
        this.settings = settings;
        this.calls = calls;
        this.door = new Door(settings.maxConnections(), settings.patience(), turnedAway);
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.threads(), new DefaultThreadFactory("comity-grpc", true), NioIoHandler.newFactory());
        this.errands.allowCoreThreadTimeOut(true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletionStage<Address> listen(Consumer<Wire> accepted) {
        return errand(() -> bind(accepted));
    }

    private Address bind(Consumer<Wire> accepted) throws IOException {
        Server starting = ServerShape.of(settings, door, loops)
                .addService(ServerShape.service(door, new ServedLink(loops, door, accepted), calls))
                .build();
        try {
            starting.start();
        } catch (IOException refused) {
            throw new IOException(notBound(refused), refused);
        }
        server = starting;
        if (closed) {
            starting.shutdownNow();
        }
        return new Address(NAME, settings.advertise(), starting.getPort());
    }

    private String notBound(IOException refused) {
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String cause = root instanceof UnresolvedAddressException
                ? "no host has this name"
                : String.valueOf(root.getMessage());
        String cure = root instanceof UnresolvedAddressException || cause.contains("assign")
                ? "set comity.grpc.host to an address of this machine"
                : "free the port or set comity.grpc.port to another, 0 for any";
        return "cannot listen on " + settings.host() + ":" + settings.port() + " (" + cause + "); " + cure;
    }

    @Override
    public CompletionStage<Wire> dial(Address address, NodeId expected) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .eventLoopGroup(loops)
                .directExecutor()
                .offloadExecutor(errands)
                .proxyDetector(direct -> null)
                .disableServiceConfigLookUp()
                .disableRetry()
                .maxInboundMetadataSize(ServerShape.MAX_HEADER_BYTES)
                .flowControlWindow(settings.windowBytes())
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.patience().toMillis())
                .build();
        dialled.add(channel);
        DialledLink link = new DialledLink(channel, loops.next(), address, dialled::remove);
        return link.open(settings.patience());
    }

    @Override
    public CompletionStage<Void> close() {
        closed = true;
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletionStage<Boolean> streamsEnded = errand(this::endStreams);
        streamsEnded.whenComplete((ended, failed) -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                .addListener(stopped -> {
                    errands.shutdown();
                    done.complete(null);
                }));
        return done;
    }

    /** Whether all of them ended in time. */
    private boolean endStreams() throws InterruptedException {
        Server listening = server;
        if (listening != null) {
            listening.shutdownNow();
        }
        boolean all = true;
        for (ManagedChannel channel : dialled) {
            all &= channel.shutdownNow().awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        }
        return all && (listening == null || listening.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS));
    }

    private interface Errand<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> CompletionStage<T> errand(Errand<T> errand) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            errands.execute(() -> {
                try {
                    result.complete(errand.run());
                } catch (IOException | RuntimeException failed) {
                    result.completeExceptionally(failed);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    result.completeExceptionally(stopped);
                }
            });
        } catch (RejectedExecutionException tooManyOrClosed) {
            result.completeExceptionally(new IOException("the transport is closed or too busy; try again"));
        }
        return result;
    }
}
