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
        return call(method, true, messages).said();
    }

    /** A call that is not said to its end. */
    record Begun(ClientCall<byte[], byte[]> call, CompletableFuture<Said> said) {
        Said end() {
            call.halfClose();
            return said.join();
        }
    }

    /** A call which goes on until somebody ends it. */
    Begun begin(MethodDescriptor<byte[], byte[]> method, byte[]... messages) {
        // Of a unary call gRPC says nothing before it is whole.
        return call(
                method.toBuilder()
                        .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
                        .build(),
                false,
                messages);
    }

    private Begun call(MethodDescriptor<byte[], byte[]> method, boolean isWhole, byte[]... messages) {
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
        return new Begun(call, said);
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
}
