package io.comity.transport.artery.guard;

import akka.util.ByteString;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Takes the {@link Greeting} from the beginning of a connection. Not thread-safe. */
final class Doorstep {
    private final Doorkeeper.Caller caller;
    private byte[] frame = new byte[Greeting.HEAD_BYTES];
    private int count;

    Doorstep(Doorkeeper.Caller caller) {
        this.caller = caller;
    }

    /** Takes what it needs of {@code plain}; a refusal ends the connection. */
    Optional<Refusal> read(ByteBuffer plain) {
        take(plain);
        if (!startsWell()) {
            return Optional.of(Refusal.FRAMING);
        }
        if (count == Greeting.HEAD_BYTES && frame.length == Greeting.HEAD_BYTES) {
            int length = Byte.toUnsignedInt(frame[5]) | Byte.toUnsignedInt(frame[6]) << 8;
            if (length == 0 || length > Handshake.MAX_BYTES) {
                return Optional.of(Refusal.FRAMING);
            }
            frame = Arrays.copyOf(frame, Greeting.HEAD_BYTES + length);
            take(plain);
        }
        return isDone() ? caller.greeted(signed(), Greeting.PRELUDE_BYTES) : Optional.empty();
    }

    boolean isDone() {
        return frame.length > Greeting.HEAD_BYTES && count == frame.length;
    }

    /** What Artery is to have of it. */
    ByteString forArtery() {
        return ByteString.fromArray(frame, 0, Greeting.PRELUDE_BYTES);
    }

    private byte[] signed() {
        byte[] signed = Arrays.copyOf(frame, frame.length - Greeting.HEAD_BYTES + Greeting.PRELUDE_BYTES);
        System.arraycopy(
                frame, Greeting.HEAD_BYTES, signed, Greeting.PRELUDE_BYTES, frame.length - Greeting.HEAD_BYTES);
        return signed;
    }

    private boolean startsWell() {
        int known = Math.min(count, Greeting.MAGIC.length);
        int stream = count < Greeting.PRELUDE_BYTES ? FrameGuard.DATA : frame[Greeting.PRELUDE_BYTES - 1];
        boolean streamed = stream == FrameGuard.CONTROL || stream == FrameGuard.DATA;
        return streamed && Arrays.equals(frame, 0, known, Greeting.MAGIC, 0, known);
    }

    private void take(ByteBuffer plain) {
        int taken = Math.min(frame.length - count, plain.remaining());
        plain.get(frame, count, taken);
        count += taken;
    }
}
