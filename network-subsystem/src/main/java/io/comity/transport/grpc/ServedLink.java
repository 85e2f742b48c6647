package io.comity.transport.grpc;

import io.comity.transport.Origin;
import io.comity.transport.Wire;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a wire of each stream that somebody opens here. */
final class ServedLink implements ServerCallHandler<byte[], byte[]> {
    /** Bytes that gRPC may hold of one stream before it is not ready. */
    static final int READY_BYTES = 128 << 10;

    private final EventLoopGroup loops;
    private final Door door;
    private final Consumer<Wire> accepted;

    ServedLink(EventLoopGroup loops, Door door, Consumer<Wire> accepted) {
        this.loops = loops;
        this.door = door;
        this.accepted = accepted;
    }

    static SocketAddress remote(ServerCall<?, ?> call) {
        @Nullable SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return remote == null ? InetSocketAddress.createUnresolved("unknown", 0) : remote;
    }

    /** The headers go at once: they tell the dialler that it has reached a link. */
    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        SocketAddress remote = remote(call);
        door.entered(remote);
        call.setOnReadyThreshold(READY_BYTES);
        call.sendHeaders(new Metadata());
        GrpcWire wire = new GrpcWire(loops.next(), new Served(call, remote), remote.toString(), Origin.of(remote));
        accepted.accept(wire);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] frame) {
                wire.arrived(frame);
            }

            @Override
            public void onHalfClose() {
                wire.finished();
            }

            @Override
            public void onCancel() {
                wire.closed("the connection was lost");
            }

            @Override
            public void onComplete() {
                wire.closed("closed");
            }

            @Override
            public void onReady() {
                wire.ready();
            }
        };
    }

    private final class Served implements Flow {
        private final ServerCall<byte[], byte[]> call;
        private final SocketAddress remote;
        private boolean finished;

        Served(ServerCall<byte[], byte[]> call, SocketAddress remote) {
            this.call = call;
            this.remote = remote;
        }

        @Override
        public boolean isReady() {
            return !finished && call.isReady();
        }

        @Override
        public void send(byte[] frame) {
            if (!finished && !call.isCancelled()) {
                call.sendMessage(frame);
            }
        }

        @Override
        public void proven() {
            door.knows(remote);
        }

        @Override
        public void request(int frames) {
            call.request(frames);
        }

        @Override
        public void finish() {
            if (!finished) {
                finished = true;
                call.close(Status.OK, new Metadata());
            }
        }

        /** gRPC has no way to drop what a server has written: when the other end does not take it, the connection goes. */
        @Override
        public void abort() {
            if (finished) {
                door.throwOut(remote);
            } else {
                finish();
            }
        }

        @Override
        public void ended() {
            finished = true;
        }
    }
}
