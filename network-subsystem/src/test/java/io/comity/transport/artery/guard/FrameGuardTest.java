package io.comity.transport.artery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.artery.CanonicalHeader;
import io.comity.artery.Endpoint;
import io.comity.artery.Handshake;
import io.comity.artery.Refusal;
import io.comity.artery.SignedSerializer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameGuardTest {
    private static final Endpoint SELF = new Endpoint("127.0.0.1", 4711);
    private static final String VICTIM = SELF.address().toString();
    private static final long UID = 0x1122334455667788L;

    private final List<Integer> streams = new ArrayList<>();
    private long now;
    private final FrameGuard guard = new FrameGuard(new CanonicalHeader(SELF), UID, streams::add, () -> now);

    @Test
    void passesPacketsOnTheDataStreamWhereverTheyAreCut() {
        byte[] bytes = HostileFrames.stream(FrameGuard.DATA, request(), packet(0), packet(1), packet(50_000));
        for (byte b : bytes) {
            assertThat(guard.read(ByteBuffer.wrap(new byte[] {b}))).isEmpty();
        }
        assertThat(streams).containsExactly(FrameGuard.DATA);
        assertThat(guard.read(ByteBuffer.wrap(packet(10)))).isEmpty();
    }

    @Test
    void passesHandshakesOnTheControlStream() {
        assertThat(read(HostileFrames.stream(FrameGuard.CONTROL, request(), response())))
                .isEmpty();
    }

    @Test
    void refusesPacketsOnTheControlStreamAndResponsesOnTheDataStream() {
        assertThat(read(HostileFrames.stream(FrameGuard.CONTROL, packet(1)))).contains(Refusal.MANIFEST);
        assertThat(fresh().read(ByteBuffer.wrap(HostileFrames.stream(FrameGuard.DATA, response()))))
                .contains(Refusal.MANIFEST);
    }

    @Test
    void refusesLengthsOutOfBoundsAsSoonAsTheyAreRead() {
        assertThat(lengthIs(-4)).contains(Refusal.FRAMING);
        assertThat(lengthIs(0)).contains(Refusal.FRAMING);
        assertThat(lengthIs(CanonicalHeader.HANDSHAKE_BYTES - 1)).contains(Refusal.FRAMING);
        assertThat(lengthIs(CanonicalHeader.HANDSHAKE_BYTES)).isEmpty();
        assertThat(lengthIs(SignedSerializer.MAX_FRAME)).isEmpty();
        assertThat(lengthIs(SignedSerializer.MAX_FRAME + 1)).contains(Refusal.FRAMING);
        assertThat(lengthIs(Integer.MAX_VALUE)).contains(Refusal.FRAMING);
    }

    @Test
    void refusesForeignMagicAtItsFirstByteAndForeignStreams() {
        assertThat(read(new byte[] {'G'})).contains(Refusal.FRAMING);
        for (byte stream : new byte[] {0, 3, -1}) {
            assertThat(fresh().read(ByteBuffer.wrap(HostileFrames.stream(stream))))
                    .contains(Refusal.FRAMING);
        }
    }

    @Test
    void refusesAnotherUidRecipientAndSerializer() {
        assertThat(read(HostileFrames.string(VICTIM, UID))).contains(Refusal.SERIALIZER);
        assertThat(fresh().read(ByteBuffer.wrap(HostileFrames.packet(
                        UID + 1, SignedSerializer.ID, "", VICTIM + "/user/gateway", "p", new byte[9]))))
                .contains(Refusal.UID);
        assertThat(fresh().read(ByteBuffer.wrap(
                        HostileFrames.packet(UID, SignedSerializer.ID, "", VICTIM + "/remote/x", "p", new byte[9]))))
                .contains(Refusal.RECIPIENT);
    }

    @Test
    void refusesAHandshakeOneByteTooLong() {
        byte[] longest = handshake("d", new byte[Handshake.MAX_BYTES]);
        byte[] tooLong = handshake("d", new byte[Handshake.MAX_BYTES + 1]);
        assertThat(read(HostileFrames.stream(FrameGuard.CONTROL, longest))).isEmpty();
        assertThat(fresh().read(ByteBuffer.wrap(HostileFrames.stream(FrameGuard.CONTROL, tooLong))))
                .contains(Refusal.FRAMING);
    }

    @Test
    void passesABurstOfHandshakesAndNotOneMoreUntilTimePasses() {
        assertThat(read(HostileFrames.stream(FrameGuard.CONTROL))).isEmpty();
        for (int i = 0; i < FrameGuard.HANDSHAKE_BURST; i++) {
            assertThat(read(request())).isEmpty();
        }
        now += 1_000_000_000L;
        for (int i = 0; i < FrameGuard.HANDSHAKES_PER_SECOND; i++) {
            assertThat(read(request())).isEmpty();
        }
        assertThat(read(request())).contains(Refusal.OVERLOADED);
    }

    private Optional<Refusal> read(byte[] bytes) {
        return guard.read(ByteBuffer.wrap(bytes));
    }

    private FrameGuard fresh() {
        return new FrameGuard(new CanonicalHeader(SELF), UID, stream -> {}, () -> now);
    }

    private Optional<Refusal> lengthIs(int length) {
        ByteBuffer bytes = ByteBuffer.wrap(HostileFrames.stream(FrameGuard.DATA, new byte[Integer.BYTES]));
        bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(5, length);
        return fresh().read(bytes);
    }

    private static byte[] packet(int body) {
        return HostileFrames.frame(
                HostileFrames.envelope(UID, SignedSerializer.ID, "", SELF.gateway(), "p", new byte[body]));
    }

    private static byte[] request() {
        return handshake("d", new byte[100]);
    }

    private static byte[] response() {
        return handshake("e", new byte[100]);
    }

    private static byte[] handshake(String manifest, byte[] body) {
        return HostileFrames.frame(HostileFrames.envelope(UID, SignedSerializer.ID, "", "", manifest, body));
    }
}
