package io.comity.fuzz;

import akka.remote.artery.OutboundHandshake;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.comity.artery.ArteryUid;
import io.comity.artery.CanonicalHeader;
import io.comity.artery.Correspondent;
import io.comity.artery.Delivered;
import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.Origin;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.artery.SignedSerializer;
import io.comity.identity.NodeId;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes as Artery hands them to the serializer, whole, in true headers, and under Bob's signature. Only three things come
 * out, a packet only under the uid of whom it is from, and what is refused is so with one exception and counted as no bug.
 */
final class ArteryFuzzTest extends FuzzTarget {
    private static final int RAW = 0;
    private static final int PACKET = 1;
    private static final int UNSIGNED = 2;
    private static final int SIGNED = 3;
    private static final int KINDS = 4;
    private static final int UID_OFFSET = 4;
    private static final Endpoint HERE = new Endpoint("a.example", 4711);
    private static final Endpoint THERE = new Endpoint("b.example", 4712);
    private static final long EPOCH = 5;
    private static final long BOBS_UID = ArteryUid.of(People.BOB_ID, EPOCH);

    private final Refusals refusals = new Refusals(more -> {});
    private final Bob bob = new Bob();
    private final SignedSerializer serializer = new SignedSerializer(
            new Origin(People.ALICE_ID, 1, People.ALICE::sign),
            uid -> uid == BOBS_UID ? Optional.of(bob) : Optional.empty(),
            refusals);

    ArteryFuzzTest() {
        serializer.listenAt(HERE);
    }

    /** Keeps what it was handed last. */
    private static final class Bob implements Correspondent {
        private @Nullable Handshake greeted;
        private byte @Nullable [] body;

        @Override
        public NodeId node() {
            return People.BOB_ID;
        }

        @Override
        public long epoch() {
            return EPOCH;
        }

        @Override
        public Optional<Refusal> handshake(Handshake handshake) {
            greeted = handshake;
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> packet(byte[] frame, int headerBytes, int frameBytes) {
            body = Arrays.copyOfRange(frame, headerBytes, frameBytes);
            return Optional.empty();
        }
    }

    @FuzzTest(maxDuration = "")
    void fuzz(byte[] input) {
        measured(input);
    }

    /** How much of the envelope is true, whether it is off the heap, and what is left of it. */
    @Override
    void judge(byte[] input) {
        Input in = new Input(input);
        int kind = in.choice(KINDS);
        boolean isDirect = in.flag();
        byte[] rest = in.rest();
        byte[] envelope = switch (kind) {
            case RAW -> rest;
            case PACKET -> Seeds.packet(HERE, BOBS_UID, rest);
            case UNSIGNED -> Seeds.handshake(BOBS_UID, SignedSerializer.REQUEST, rest);
            default -> signed(rest);
        };
        if (envelope.length <= SignedSerializer.MAX_FRAME + 1) {
            receive(envelope, isDirect);
        }
    }

    private static byte[] signed(byte[] body) {
        byte[] unsigned = Seeds.handshake(BOBS_UID, SignedSerializer.REQUEST, body);
        boolean isRead = Handshake.claimed(
                        Seeds.join(unsigned, new byte[64]), CanonicalHeader.HANDSHAKE_BYTES, unsigned.length + 64)
                .isPresent();
        return Seeds.join(unsigned, isRead ? People.BOB.sign(Handshake.DOMAIN, unsigned) : new byte[64]);
    }

    private void receive(byte[] envelope, boolean isDirect) {
        bob.greeted = null;
        bob.body = null;
        ByteBuffer buffer =
                isDirect ? ByteBuffer.allocateDirect(envelope.length) : ByteBuffer.allocate(envelope.length);
        buffer.put(envelope).flip();
        long bugs = refusals.of(Refusal.BUG);
        try {
            accepted(serializer.fromBinary(buffer, "p"), envelope);
        } catch (NotSerializableException refused) {
            Must.hold(refused.getStackTrace().length == 0, "a refusal that costs a stack trace");
        }
        Must.equal(refusals.of(Refusal.BUG), bugs, "bugs on the way");
    }

    private void accepted(Object opened, byte[] envelope) {
        byte[] body = bob.body;
        Handshake greeted = bob.greeted;
        if (opened == Delivered.INSTANCE && body != null) {
            Must.equal(Seeds.packet(HERE, BOBS_UID, body), envelope, "the packet, written again");
        } else if (greeted != null) {
            Must.equal(greeted.signer(), People.BOB_ID, "who signed a handshake");
            boolean isRequest = opened instanceof OutboundHandshake.HandshakeReq;
            Must.equal(greeted.to(), isRequest ? Optional.of(HERE) : Optional.empty(), "whom it is for");
            byte manifest = isRequest ? SignedSerializer.REQUEST : SignedSerializer.RESPONSE;
            byte[] header = Seeds.handshake(BOBS_UID, manifest, new byte[0]);
            byte[] again = greeted.sealed(header, header.length, unsigned -> new byte[64]);
            byte[] wanted = Arrays.copyOf(envelope, envelope.length - 64);
            Must.equal(Arrays.copyOf(Seeds.join(header, again), wanted.length), wanted, "the handshake, written again");
        } else {
            throw new AssertionError("something else came out: " + opened.getClass());
        }
    }

    @Override
    List<byte[]> seeds() {
        byte[] greeting = greeting(Optional.of(HERE), SignedSerializer.REQUEST);
        byte[] answer = greeting(Optional.empty(), SignedSerializer.RESPONSE);
        byte[] unsigned = Arrays.copyOf(greeting, greeting.length - 64);
        byte[] packet = Seeds.packet(HERE, BOBS_UID, new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2});
        byte[] otherUid = packet.clone();
        otherUid[UID_OFFSET]++;
        List<byte[]> seeds = new ArrayList<>(List.of(
                Seeds.join(new byte[] {RAW, 0}, packet),
                Seeds.join(new byte[] {RAW, 1}, packet),
                Seeds.join(new byte[] {RAW, 0}, otherUid),
                Seeds.join(new byte[] {RAW, 0}, Seeds.handshake(BOBS_UID, SignedSerializer.REQUEST, greeting)),
                Seeds.join(new byte[] {RAW, 1}, Seeds.handshake(BOBS_UID, SignedSerializer.RESPONSE, answer)),
                Seeds.join(new byte[] {PACKET, 0, 4, 0, 0, 0}),
                Seeds.join(new byte[] {UNSIGNED, 0}, greeting),
                Seeds.join(new byte[] {SIGNED, 0}, unsigned)));
        return seeds;
    }

    private static byte[] greeting(Optional<Endpoint> to, byte manifest) {
        byte[] header = Seeds.handshake(BOBS_UID, manifest, new byte[0]);
        return new Handshake(People.BOB_ID, EPOCH, 3, THERE, to).sealed(header, header.length, People.BOB::sign);
    }
}
