package io.comity.transport.artery.guard;

import io.comity.artery.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the doorstep of a connection to the fuzzers, who are of another package; lets in whoever can be read. */
public final class Entrance {
    private final Doorstep doorstep = new Doorstep(new Caller());
    private byte @Nullable [] signed;
    private @Nullable Refusal refusal;

    private final class Caller implements Doorkeeper.Caller {
        @Override
        public Optional<Refusal> greeted(byte[] frame, int bodyAt) {
            signed = frame;
            return Optional.empty();
        }

        @Override
        public long uid() {
            return 0;
        }

        @Override
        public void stream(int stream) {}

        @Override
        public void closed() {}
    }

    /** What came in one piece; ignored when the connection is over, or belongs to Artery by now. */
    public void take(byte[] piece) {
        if (refusal == null && !doorstep.isDone()) {
            refusal = doorstep.read(ByteBuffer.wrap(piece)).orElse(null);
        }
    }

    /** A refusal, that it is done, or neither; and what it has signed. */
    public String outcome() {
        return refusal + " " + doorstep.isDone() + " " + Arrays.toString(signed);
    }

    /** What whoever came has signed, when all of it is there. */
    public Optional<byte[]> signed() {
        return Optional.ofNullable(signed);
    }
}
