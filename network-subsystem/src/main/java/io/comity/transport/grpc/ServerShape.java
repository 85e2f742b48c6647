package io.comity.transport.grpc;

import io.comity.wire.CoseSign1;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How gRPC's server is set up: every bound it has is set, nothing is compressed, nothing describes the services, and what is
 * not ours is answered with a status and no words.
 */
final class ServerShape {
    /** A link needs some 200 bytes of headers. */
    static final int MAX_HEADER_BYTES = 4_096;

    /** gRPC ends a stream that announces a longer message, unread. A call one byte too long still reaches our bound. */
    static final int MAX_MESSAGE_BYTES = CoseSign1.MAX_OBJECT_BYTES + OneField.OVERHEAD_BYTES + 1;

    /** On one connection; an honest peer has one link on each, other software some calls. */
    static final int MAX_CALLS_PER_CONNECTION = 32;

    /** Streams that a client may open and reset; more in the window end its connection. */
    private static final int MAX_RESETS = 100;

    private static final int RESETS_WINDOW_SECONDS = 10;

    private static final int IDLE_SECONDS = 60;
    private static final int KEEP_ALIVE_SECONDS = 20;

    /**
     * gRPC reports every bad message of a stranger with a stack trace, which would let strangers fill the log. Whoever sets
     * a level for it is heard. Kept here, since loggers that nobody holds forget their level.
     */
    private static final Logger GRPC_LOG = quiet(Logger.getLogger("io.grpc"));

    private ServerShape() {}

    private static Logger quiet(Logger log) {
        if (log.getLevel() == null) {
            log.setLevel(Level.OFF);
        }
        return log;
    }

    static boolean isQuiet() {
        return !GRPC_LOG.isLoggable(Level.SEVERE);
    }

    static NettyServerBuilder of(GrpcTransport.Settings settings, Door door, EventLoopGroup loops) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(settings.host(), settings.port()))
                .channelFactory(door::channel)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .directExecutor()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_HEADER_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, RESETS_WINDOW_SECONDS)
                .flowControlWindow(settings.windowBytes())
                .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(false)
                .decompressorRegistry(DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
                .fallbackHandlerRegistry(new Unknown());
    }

    /** @param calls null when calls are not taken here: their methods then do not exist */
    static ServerServiceDefinition service(Door door, ServerCallHandler<byte[], byte[]> link, @Nullable Calls calls) {
        ServerServiceDefinition.Builder service =
                ServerServiceDefinition.builder(Methods.SERVICE).addMethod(Methods.LINK, link);
        if (calls != null) {
            service.addMethod(Methods.CALL, new ServedCall(door, calls, true))
                    .addMethod(Methods.CAST, new ServedCall(door, calls, false));
        }
        return service.build();
    }

    /** Answers every method that does not exist. */
    private static final class Unknown extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            return ServerMethodDefinition.create(
                    Methods.method("Unknown", MethodDescriptor.MethodType.UNKNOWN, 1), Unknown::refuse);
        }

        private static ServerCall.Listener<byte[]> refuse(ServerCall<byte[], byte[]> call, Metadata headers) {
            call.close(Status.UNIMPLEMENTED, new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
