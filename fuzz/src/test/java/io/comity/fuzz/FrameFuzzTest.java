package io.comity.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.Endpoint;
import io.comity.artery.SignedSerializer;
import io.comity.transport.artery.guard.Entrance;
import io.comity.transport.artery.guard.FrameGuard;
import io.comity.transport.artery.guard.Greeting;
import io.comity.transport.grpc.Unwrapping;
import io.comity.transport.stream.Cutting;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that finds frames in a stream before anybody is known: the reader of our own streams, the guard before Artery's
 * parser and the doorstep before that, and the marshaller of gRPC's messages. Whatever the pieces in which a stream comes, the
 * frames are those that it has when it comes whole.
 */
final class FrameFuzzTest extends FuzzTarget {
    private static final int OWN = 0;
    private static final int ARTERY = 1;
    private static final int DOORSTEP = 2;
    private static final int GRPC = 3;
    private static final int KINDS = 4;
    private static final int MAX_FRAME = 256;
    private static final long UID = 0x0102030405060708L;
    private static final Endpoint HERE = new Endpoint("a.example", 4711);
    private static final CanonicalHeader HEADER = new CanonicalHeader(HERE);
    private static final Unwrapping MESSAGES = new Unwrapping(MAX_FRAME);

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** Kind, size of the first piece, of those after it, and the stream. */
    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        int kind = in.choice(KINDS);
        int first = in.octet();
        int next = 1 + in.octet();
        byte[] stream = in.rest();
        switch (kind) {
            case OWN -> own(stream, first, next);
            case ARTERY -> artery(stream, first, next);
            case DOORSTEP -> doorstep(stream, first, next);
            default -> grpc(stream);
        }
    }

    private static void own(byte[] stream, int first, int next) {
        Cutting pieces = new Cutting(MAX_FRAME);
        for (byte[] piece : pieces(stream, first, next)) {
            pieces.take(piece, 0, piece.length);
        }
        List<byte[]> wanted = new ArrayList<>();
        boolean refused = false;
        ByteBuffer left = ByteBuffer.wrap(stream);
        while (left.remaining() >= Integer.BYTES && !refused) {
            int length = left.getInt();
            refused = length < 1 || length > MAX_FRAME;
            if (refused || left.remaining() < length) {
                break;
            }
            byte[] frame = new byte[length];
            left.get(frame);
            wanted.add(frame);
        }
        Must.equal(pieces.isRefused(), refused, "whether the stream was refused");
        Must.equal(pieces.frames().size(), wanted.size(), "how many frames there are");
        for (int i = 0; i < wanted.size(); i++) {
            Must.equal(pieces.frames().get(i), wanted.get(i), "frame " + i);
        }
    }

    private static void artery(byte[] stream, int first, int next) {
        FrameGuard whole = new FrameGuard(HEADER, UID, number -> {}, () -> 0);
        boolean passes = whole.read(ByteBuffer.wrap(stream)).isEmpty();
        FrameGuard cut = new FrameGuard(HEADER, UID, number -> {}, () -> 0);
        boolean passesCut = pieces(stream, first, next).stream()
                .allMatch(piece -> cut.read(ByteBuffer.wrap(piece)).isEmpty());
        Must.equal(passesCut, passes, "whether the guard lets pass what comes in pieces");
        Must.hold(!passes || isSound(ByteBuffer.wrap(stream)), "the guard let pass what Artery may not have");
    }

    /** As Artery reads it: magic, stream, frames of a length and a header; the last one may be cut. */
    private static boolean isSound(ByteBuffer stream) {
        byte[] prelude = {'A', 'K', 'K', 'A'};
        for (byte each : prelude) {
            if (stream.hasRemaining() && stream.get() != each) {
                return false;
            }
        }
        int number = stream.hasRemaining() ? stream.get() : 1;
        if (number != 1 && number != 2) {
            return false;
        }
        while (stream.remaining() >= Integer.BYTES) {
            int length = Integer.reverseBytes(stream.getInt());
            if (length < CanonicalHeader.HANDSHAKE_BYTES || length > SignedSerializer.MAX_FRAME) {
                return false;
            }
            int there = Math.min(length, stream.remaining());
            byte[] frame = new byte[there];
            stream.get(frame);
            boolean headed = there < Math.min(length, HEADER.packetBytes())
                    || HEADER.check(frame, 0, there, UID).isAccepted();
            if (!headed) {
                return false;
            }
        }
        return true;
    }

    private static void doorstep(byte[] stream, int first, int next) {
        Entrance whole = new Entrance();
        whole.take(stream);
        Entrance cut = new Entrance();
        pieces(stream, first, next).forEach(cut::take);
        Must.equal(cut.outcome(), whole.outcome(), "what the doorstep makes of what comes in pieces");
        whole.signed().ifPresent(signed -> {
            byte[] prelude = Arrays.copyOf(signed, 5);
            byte[] greeting = Arrays.copyOfRange(signed, 5, signed.length);
            byte[] again = Greeting.write(prelude, greeting);
            Must.equal(Arrays.copyOf(stream, again.length), again, "the greeting, written again");
        });
    }

    private static void grpc(byte[] stream) {
        byte[] content = MESSAGES.content(stream);
        if (content.length > 0) {
            Must.equal(MESSAGES.message(content), stream, "the message, written again");
        }
    }

    private static List<byte[]> pieces(byte[] stream, int first, int next) {
        List<byte[]> pieces = new ArrayList<>();
        int at = Math.min(first, stream.length);
        pieces.add(Arrays.copyOf(stream, at));
        for (; at < stream.length; at += next) {
            pieces.add(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + next)));
        }
        return pieces;
    }

    @Override
    List<byte[]> seeds() {
        byte[] two = Seeds.join(Seeds.frame(new byte[] {1, 2, 3}), Seeds.frame(new byte[] {4}));
        byte[] signed = Seeds.greeting(HERE);
        return List.of(
                Seeds.join(new byte[] {OWN, 1, 2}, two),
                Seeds.join(new byte[] {OWN, 9, 0}, Seeds.frame(new byte[MAX_FRAME]), two),
                Seeds.join(new byte[] {OWN, 9, 0}, two, new byte[] {0, 0, 1, 1}),
                Seeds.join(new byte[] {ARTERY, 3, 7}, Seeds.arteryStream(2, Seeds.packet(HERE, UID, new byte[] {6, 1
                }))),
                Seeds.join(
                        new byte[] {ARTERY, 70, 70}, Seeds.arteryStream(1, Seeds.handshake(UID, (byte) 'd', signed))),
                Seeds.join(new byte[] {ARTERY, 0, 3}, Seeds.arteryStream(1, Seeds.handshake(UID, (byte) 'e', signed))),
                Seeds.join(new byte[] {DOORSTEP, 2, 90}, Greeting.write(Greeting.prelude(1), signed)),
                Seeds.join(new byte[] {GRPC, 0, 0}, MESSAGES.message(new byte[] {1, 2, 3})),
                Seeds.join(new byte[] {GRPC, 0, 0}, MESSAGES.message(new byte[200])));
    }
}
