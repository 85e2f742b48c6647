package io.comity.transport.artery.guard;

import io.comity.artery.CanonicalHeader;
import io.comity.artery.CanonicalHeader.Verdict;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import io.comity.artery.SignedSerializer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Reads the plaintext of one inbound connection before Artery does, and says whether Artery may have it. Artery's own
 * parser believes lengths (negative ones turn it in circles, large ones fill the heap), retries recipients it does not
 * know while every peer waits, and builds tables for uids it has never seen; so nothing but this passes:
 * <pre>
 *  "AKKA"  stream 1 or 2  { length, little-endian u32  header  body }*
 * </pre>
 * with the one canonical header, the uid of the peer that TLS proved, handshakes on stream 1 and packets on stream 2. Holds
 * at most one header. A connection that broke the rules is to be closed; this object is then spent. Not thread-safe.
 */
public final class FrameGuard {
    public static final int CONTROL = 1;
    public static final int DATA = 2;

    /** Handshakes cost a signature check each; a peer of ours sends about four a second. */
    public static final int HANDSHAKE_BURST = 64;

    public static final int HANDSHAKES_PER_SECOND = 32;

    private static final byte[] MAGIC = {'A', 'K', 'K', 'A'};
    private static final int MAX_HANDSHAKE_FRAME = CanonicalHeader.HANDSHAKE_BYTES + Handshake.MAX_BYTES;

    private enum State {
        PRELUDE,
        LENGTH,
        HEADER,
        BODY
    }

    private final CanonicalHeader header;
    private final long uid;
    private final IntConsumer onStream;
    private final LongSupplier nanoTime;
    private final byte[] held;
    private State state = State.PRELUDE;
    private int count;
    private int stream;
    private int frameBytes;
    private int bodyLeft;
    private double handshakes = HANDSHAKE_BURST;
    private long refilledAt;

    /** {@code onStream} hears the stream's number as soon as it is known. */
    public FrameGuard(CanonicalHeader header, long uid, IntConsumer onStream, LongSupplier nanoTime) {
        this.header = header;
        this.uid = uid;
        this.onStream = onStream;
        this.nanoTime = nanoTime;
        this.held = new byte[header.packetBytes()];
        this.refilledAt = nanoTime.getAsLong();
    }

    /** Reads all of {@code plain}; empty when it may pass. */
    public Optional<Refusal> read(ByteBuffer plain) {
        while (plain.hasRemaining()) {
            Optional<Refusal> refusal = switch (state) {
                case PRELUDE -> prelude(plain);
                case LENGTH -> length(plain);
                case HEADER -> header(plain);
                case BODY -> body(plain);
            };
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> prelude(ByteBuffer plain) {
        byte next = plain.get();
        if (count < MAGIC.length) {
            return next == MAGIC[count++] ? Optional.empty() : Optional.of(Refusal.FRAMING);
        }
        if (next != CONTROL && next != DATA) {
            return Optional.of(Refusal.FRAMING);
        }
        stream = next;
        onStream.accept(stream);
        become(State.LENGTH);
        return Optional.empty();
    }

    private Optional<Refusal> length(ByteBuffer plain) {
        frameBytes |= Byte.toUnsignedInt(plain.get()) << (8 * count++);
        if (count < Integer.BYTES) {
            return Optional.empty();
        }
        if (frameBytes < CanonicalHeader.HANDSHAKE_BYTES || frameBytes > SignedSerializer.MAX_FRAME) {
            return Optional.of(Refusal.FRAMING);
        }
        become(State.HEADER);
        return Optional.empty();
    }

    private Optional<Refusal> header(ByteBuffer plain) {
        int wanted = Math.min(frameBytes, held.length);
        int taken = Math.min(wanted - count, plain.remaining());
        plain.get(held, count, taken);
        count += taken;
        if (count < wanted) {
            return Optional.empty();
        }
        bodyLeft = frameBytes - wanted;
        become(bodyLeft == 0 ? State.LENGTH : State.BODY);
        return judge(header.check(held, 0, wanted, uid), wanted + bodyLeft);
    }

    private Optional<Refusal> judge(Verdict verdict, int bytes) {
        if (!verdict.isAccepted()) {
            return Optional.of(verdict.refusal());
        }
        boolean expected = switch (verdict) {
            case REQUEST -> true;
            case RESPONSE -> stream == CONTROL;
            default -> stream == DATA;
        };
        if (!expected) {
            return Optional.of(Refusal.MANIFEST);
        }
        return verdict == Verdict.PACKET ? Optional.empty() : handshake(bytes);
    }

    private Optional<Refusal> handshake(int bytes) {
        if (bytes > MAX_HANDSHAKE_FRAME) {
            return Optional.of(Refusal.FRAMING);
        }
        long now = nanoTime.getAsLong();
        handshakes = Math.min(HANDSHAKE_BURST, handshakes + (now - refilledAt) * 1e-9 * HANDSHAKES_PER_SECOND);
        refilledAt = now;
        handshakes -= 1;
        return handshakes >= 0 ? Optional.empty() : Optional.of(Refusal.OVERLOADED);
    }

    private Optional<Refusal> body(ByteBuffer plain) {
        int skipped = Math.min(bodyLeft, plain.remaining());
        plain.position(plain.position() + skipped);
        bodyLeft -= skipped;
        if (bodyLeft == 0) {
            become(State.LENGTH);
        }
        return Optional.empty();
    }

    private void become(State next) {
        state = next;
        count = 0;
        if (next == State.LENGTH) {
            frameBytes = 0;
        }
    }
}
