package io.comity.transport.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** One message in, one message or a bare status out. */
final class ServedCall implements ServerCallHandler<byte[], byte[]> {
    /** One message and its end; a second message is against the protocol. */
    private static final int REQUESTED = 2;

    private final Door door;
    private final Calls calls;
    private final boolean reply;

    ServedCall(Door door, Calls calls, boolean reply) {
        this.door = door;
        this.calls = calls;
        this.reply = reply;
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
        door.entered(ServedLink.remote(call));
        // Not its connection: others may have calls there too.
        Runnable heard = door.expectMessage(ServedLink.remote(call), () -> refuse(call, Status.Code.DEADLINE_EXCEEDED));
        call.request(REQUESTED);
        return new ServerCall.Listener<>() {
            private byte @Nullable [] message;
            private boolean broken;

            @Override
            public void onMessage(byte[] received) {
                broken |= message != null || received.length == 0;
                message = received;
            }

            @Override
            public void onCancel() {
                heard.run();
            }

            @Override
            public void onHalfClose() {
                heard.run();
                byte[] whole = message;
                door.heard(ServedLink.remote(call), whole == null ? 0 : whole.length);
                if (whole == null || broken) {
                    refuse(call, Status.Code.INVALID_ARGUMENT);
                } else {
                    calls.take(
                            whole, reply, new Calls.Answer(signed -> answer(call, signed), code -> refuse(call, code)));
                }
            }
        };
    }

    /** Signed answers are for holders of a grant only. */
    private void answer(ServerCall<byte[], byte[]> call, byte[] signed) {
        door.knows(ServedLink.remote(call));
        call.sendHeaders(new Metadata());
        call.sendMessage(signed);
        call.close(Status.OK, new Metadata());
    }

    private static void refuse(ServerCall<byte[], byte[]> call, Status.Code code) {
        call.close(code.toStatus(), new Metadata());
    }
}
