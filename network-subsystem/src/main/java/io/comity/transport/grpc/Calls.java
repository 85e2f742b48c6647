package io.comity.transport.grpc;

import io.grpc.Status;
import java.util.function.Consumer;

/** Takes the messages that come by {@code Call} and {@code Cast}; what they mean is not known here. */
public interface Calls {
    /** Where one answer goes; one of the two is told, once, on any thread. */
    record Answer(Consumer<byte[]> message, Consumer<Status.Code> refusal) {}

    /**
     * @param reply whether it came by {@code Call}
     */
    void take(byte[] message, boolean reply, Answer answer);
}
