package io.comity.artery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.remote.UniqueAddress;
import akka.remote.artery.OutboundHandshake.HandshakeReq;
import akka.remote.artery.OutboundHandshake.HandshakeRsp;
import io.comity.identity.MemoryKeyHolder;
import io.comity.identity.NodeId;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignedSerializerTest {
    private static final Endpoint ALICE = new Endpoint("127.0.0.1", 1);
    private static final Endpoint BOB = new Endpoint("127.0.0.1", 2);
    private static final int ANY_UID = 42;

    private final MemoryKeyHolder aliceKey = MemoryKeyHolder.fromSeed(seed(1));
    private final MemoryKeyHolder bobKey = MemoryKeyHolder.fromSeed(seed(2));
    private final Map<Long, Correspondent> known = new HashMap<>();
    private final Refusals refusals = new Refusals(more -> {});
    private final SignedSerializer alice =
            new SignedSerializer(new Origin(aliceKey.nodeId(), 10, aliceKey::sign), uid -> Optional.empty(), refusals);
    private final SignedSerializer bob = new SignedSerializer(
            new Origin(bobKey.nodeId(), 20, bobKey::sign), uid -> Optional.ofNullable(known.get(uid)), refusals);
    private final Sender sender = new Sender(aliceKey.nodeId(), 10);

    @BeforeEach
    void bobListensAndKnowsAlice() {
        bob.listenAt(BOB);
        known.put(ArteryUid.of(aliceKey.nodeId(), 10), sender);
    }

    @Test
    void greetsWithASignedRequestUnderTheUidOfItsBoot() throws NotSerializableException {
        Object greeting = receive(send(new HandshakeReq(from(ALICE), BOB.address())));
        assertThat(greeting)
                .isEqualTo(new HandshakeReq(
                        new UniqueAddress(ALICE.address(), ArteryUid.of(aliceKey.nodeId(), 10)), BOB.address()));
        assertThat(sender.handshakes)
                .singleElement()
                .satisfies(handshake -> assertThat(handshake.from()).isEqualTo(ALICE));
    }

    @Test
    void answersWithASignedResponse() throws NotSerializableException {
        assertThat(receive(send(new HandshakeRsp(from(ALICE))))).isInstanceOf(HandshakeRsp.class);
    }

    @Test
    void handsPacketsToTheirSenderAndNothingToTheGateway() throws NotSerializableException {
        assertThat(receive(send(body(new byte[] {7, 8, 9})))).isEqualTo(Delivered.INSTANCE);
        assertThat(sender.packets).singleElement().isEqualTo(new byte[] {7, 8, 9});
    }

    @Test
    void refusesEveryAlterationOfAGreeting() {
        byte[] frame = send(new HandshakeReq(from(ALICE), BOB.address()));
        for (int i = 0; i < frame.length; i++) {
            byte[] altered = frame.clone();
            altered[i] ^= 4;
            assertThatThrownBy(() -> receive(altered)).as("byte %d", i).isInstanceOf(Rejected.class);
        }
        assertThat(sender.handshakes).isEmpty();
        assertThat(refusals.of(Refusal.BUG)).isZero();
        assertThat(refusals.of(Refusal.SIGNATURE)).isPositive();
    }

    @Test
    void refusesEveryTruncationOfAGreeting() {
        byte[] frame = send(new HandshakeReq(from(ALICE), BOB.address()));
        for (int length = 0; length < frame.length; length++) {
            byte[] truncated = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> receive(truncated))
                    .as("%d bytes", truncated.length)
                    .isInstanceOf(Rejected.class);
        }
        assertThat(refusals.of(Refusal.BUG)).isZero();
    }

    @Test
    void refusesAGreetingToSomebodyElse() {
        refuses(Refusal.HANDSHAKE, send(new HandshakeReq(from(ALICE), new Endpoint("127.0.0.1", 3).address())));
    }

    @Test
    void refusesAUidThatNobodyProved() {
        known.clear();
        refuses(Refusal.UID, send(body(new byte[9])));
    }

    @Test
    void refusesAUidThatSomebodyElseProved() {
        known.put(ArteryUid.of(aliceKey.nodeId(), 10), new Sender(bobKey.nodeId(), 10));
        refuses(Refusal.UID, send(new HandshakeReq(from(ALICE), BOB.address())));
    }

    @Test
    void refusesAnEpochThatIsNotTheSenders() {
        known.put(ArteryUid.of(aliceKey.nodeId(), 10), new Sender(aliceKey.nodeId(), 11));
        refuses(Refusal.UID, send(new HandshakeReq(from(ALICE), BOB.address())));
    }

    @Test
    void refusesWhatTheSenderIsRefused() {
        sender.verdict = Optional.of(Refusal.LINK);
        refuses(Refusal.LINK, send(body(new byte[9])));
    }

    @Test
    void refusesEverythingBeforeItListens() {
        SignedSerializer closed = new SignedSerializer(
                new Origin(bobKey.nodeId(), 20, bobKey::sign), uid -> Optional.of(sender), refusals);
        byte[] frame = send(body(new byte[9]));
        assertThatThrownBy(() -> closed.fromBinary(ByteBuffer.wrap(frame), "p")).isInstanceOf(Rejected.class);
    }

    @Test
    void turnsWhateverIsThrownIntoOneRefusal() {
        sender.failure = new StackOverflowError();
        refuses(Refusal.BUG, send(body(new byte[9])));
        sender.failure = new NoClassDefFoundError();
        refuses(Refusal.BUG, send(body(new byte[9])));
    }

    @Test
    void refusesWithOneExceptionThatHasNoTrace() {
        known.clear();
        byte[] frame = send(body(new byte[9]));
        assertThatThrownBy(() -> receive(frame))
                .isSameAs(Rejected.INSTANCE)
                .satisfies(thrown -> assertThat(thrown.getStackTrace()).isEmpty());
    }

    @Test
    void refusesAFrameOneByteTooLong() {
        byte[] frame = Arrays.copyOf(send(body(new byte[9])), SignedSerializer.MAX_FRAME + 1);
        refuses(Refusal.HEADER, frame);
        frame = Arrays.copyOf(frame, SignedSerializer.MAX_FRAME);
        assertThat(frame).hasSize(SignedSerializer.MAX_FRAME);
    }

    @Test
    void writesNothingElse() {
        assertThat(alice.manifest("a string")).isEmpty();
        assertThatThrownBy(() -> alice.toBinary("a string", envelope("", "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bob.fromBinary(new byte[100], "d")).isInstanceOf(Rejected.class);
    }

    private void refuses(Refusal reason, byte[] frame) {
        long before = refusals.of(reason);
        assertThatThrownBy(() -> receive(frame)).isInstanceOf(Rejected.class);
        assertThat(refusals.of(reason)).isEqualTo(before + 1);
    }

    private byte[] send(Object message) {
        String recipient = message instanceof Outgoing ? BOB.gateway() : "";
        ByteBuffer envelope = envelope(recipient, alice.manifest(message));
        alice.toBinary(message, envelope);
        byte[] frame = new byte[envelope.position()];
        envelope.flip().get(frame);
        return frame;
    }

    private Object receive(byte[] frame) throws NotSerializableException {
        return bob.fromBinary(ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN), "");
    }

    /** An outbound envelope as Artery hands it over: direct, little-endian, the header written with Akka's own uid. */
    private static ByteBuffer envelope(String recipient, String manifest) {
        byte[] header = CanonicalHeaderTest.envelope(ANY_UID, SignedSerializer.ID, "", recipient, manifest);
        return ByteBuffer.allocateDirect(SignedSerializer.MAX_FRAME)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
    }

    private static UniqueAddress from(Endpoint endpoint) {
        return new UniqueAddress(endpoint.address(), ANY_UID);
    }

    private static Outgoing body(byte[] content) {
        return (frame, headerBytes) -> {
            System.arraycopy(content, 0, frame, headerBytes, content.length);
            return content.length;
        };
    }

    private static byte[] seed(int with) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) with);
        return seed;
    }

    private static final class Sender implements Correspondent {
        final List<Handshake> handshakes = new ArrayList<>();
        final List<byte[]> packets = new ArrayList<>();
        private final NodeId node;
        private final long epoch;
        Optional<Refusal> verdict = Optional.empty();

        @org.jspecify.annotations.Nullable
        Error failure;

        Sender(NodeId node, long epoch) {
            this.node = node;
            this.epoch = epoch;
        }

        @Override
        public NodeId node() {
            return node;
        }

        @Override
        public long epoch() {
            return epoch;
        }

        @Override
        public Optional<Refusal> handshake(Handshake handshake) {
            handshakes.add(handshake);
            return verdict;
        }

        @Override
        public Optional<Refusal> packet(byte[] frame, int headerBytes, int frameBytes) {
            if (failure != null) {
                throw failure;
            }
            packets.add(Arrays.copyOfRange(frame, headerBytes, frameBytes));
            return verdict;
        }
    }
}
