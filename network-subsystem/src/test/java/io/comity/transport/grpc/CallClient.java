package io.comity.transport.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of Call and Cast, as any gRPC library would be. */
public final class CallClient implements AutoCloseable {
    /** The message of an answer, or the bare status. */
    public record Said(Status status, byte @Nullable [] message) {}

    private final ManagedChannel channel;

    public CallClient(String host, int port) {
        channel = NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
    }

    public CompletableFuture<Said> send(byte[] message, boolean reply) {
        return send(reply ? Methods.CALL : Methods.CAST, message);
    }

    CompletableFuture<Said> send(MethodDescriptor<byte[], byte[]> method, byte[]... messages) {
        return call(method, true, messages);
    }

    /** A call without a message, which goes on until somebody ends it. */
    CompletableFuture<Said> begin(MethodDescriptor<byte[], byte[]> method) {
        // Of a unary call gRPC says nothing before there is a message.
        return call(
                method.toBuilder()
                        .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
                        .build(),
                false);
    }

    private CompletableFuture<Said> call(MethodDescriptor<byte[], byte[]> method, boolean isWhole, byte[]... messages) {
        CompletableFuture<Said> said = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    private byte @Nullable [] message;

                    @Override
                    public void onMessage(byte[] received) {
                        message = received;
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        said.complete(new Said(status, message));
                    }
                },
                new Metadata());
        for (byte[] message : messages) {
            call.sendMessage(message);
        }
        if (isWhole) {
            call.halfClose();
        }
        call.request(2);
        return said;
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
}
