package io.comity.transport.grpc;

import io.comity.transport.Address;
import io.comity.transport.Wire;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A stream that was opened from here, on a channel of its own; dialled when the other end answered with its headers. */
final class DialledLink extends ClientCall.Listener<byte[]> {
    private final ManagedChannel channel;
    private final EventLoop loop;
    private final ClientCall<byte[], byte[]> call;
    private final Address address;
    private final Consumer<ManagedChannel> gone;
    private final GrpcWire wire;
    private final CompletableFuture<Wire> dialled = new CompletableFuture<>();

    /** @param gone told of the channel when the stream has ended and it is shut */
    DialledLink(ManagedChannel channel, EventLoop loop, Address address, Consumer<ManagedChannel> gone) {
        this.channel = channel;
        this.loop = loop;
        this.call = channel.newCall(
                Methods.LINK,
                CallOptions.DEFAULT
                        .withOnReadyThreshold(ServedLink.READY_BYTES)
                        .withMaxInboundMessageSize(GrpcTransport.MAX_MESSAGE_BYTES));
        this.address = address;
        this.gone = gone;
        this.wire = new GrpcWire(loop, new Dialled(), address.toString(), Optional.empty());
    }

    CompletionStage<Wire> open(Duration patience) {
        try {
            call.start(this, new Metadata());
            loop.schedule(this::expectAnswer, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException transportClosed) {
            fail("the transport is closed");
        }
        return dialled;
    }

    private void expectAnswer() {
        if (!dialled.isDone()) {
            fail("no answer in time");
            call.cancel("no answer in time", null);
        }
    }

    @Override
    public void onHeaders(Metadata headers) {
        dialled.complete(wire);
    }

    @Override
    public void onMessage(byte[] frame) {
        wire.arrived(frame);
    }

    @Override
    public void onReady() {
        wire.ready();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        fail(reason(status));
        if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            wire.tooLong();
        }
        wire.closed(status.isOk() ? "closed by the other side" : "the connection was lost");
    }

    private void fail(String why) {
        dialled.completeExceptionally(new IOException("cannot reach " + address + " (" + why + ")"));
    }

    /** The innermost cause is the operating system's; gRPC's own words are for programmers. */
    private static String reason(Status status) {
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words =
                cause == null || cause.getMessage() == null ? status.getCode().toString() : cause.getMessage();
        return words.lines().findFirst().orElse("");
    }

    private final class Dialled implements Flow {
        @Override
        public boolean isReady() {
            return call.isReady();
        }

        @Override
        public void send(byte[] frame) {
            call.sendMessage(frame);
        }

        @Override
        public void proven() {
            // Who dials may say what it likes.
        }

        @Override
        public void request(int frames) {
            call.request(frames);
        }

        @Override
        public void finish() {
            call.halfClose();
        }

        @Override
        public void abort() {
            call.cancel("ended", null);
        }

        @Override
        public void ended() {
            channel.shutdownNow();
            gone.accept(channel);
        }
    }
}
