package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every transport must do whose wires are streams of bytes, when the bytes are no frames and the end is no farewell. In
 * every row an honest pair is connected from before, and notices nothing.
 */
public abstract class StreamContractTest extends TransportContractTest {
    /** Opens a stream to the listener, and proves to be a node as far as the medium demands it, but dials no wire. */
    protected abstract Stranger stranger() throws IOException;

    private record Visit(Stranger stranger, Wire wire, FrameLog log) {}

    private Visit visit() throws IOException, InterruptedException {
        Stranger stranger = stranger();
        Wire wire = nextAccepted();
        return new Visit(stranger, wire, FrameLog.of(wire));
    }

    private void attach(Visit visit) {
        visit.wire().attach(new ScriptedPort(i -> new byte[] {42}, 0));
    }

    private static byte[] framed(byte... frame) {
        return ByteBuffer.allocate(4 + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }

    @Test
    void whoShutsItsOutputDuringTheHandshakeHasLeftAfterItsLastFrame() throws Exception {
        HonestPair honest = honestPair();
        Visit visit = visit();
        try (Stranger stranger = visit.stranger()) {
            visit.wire().next();
            stranger.write(framed((byte) 7));
            assertThat(visit.log().awaitFrame()).containsExactly(7);
            visit.wire().next();
            stranger.finish();
            visit.log().awaitClosed();
            assertThat(stranger.readToTheEnd()).isEmpty();
        }
        assertThat(visit.log().refusals()).isEmpty();
        honest.talks();
    }

    @Test
    void whoShutsItsOutputOnALinkHasLeft() throws Exception {
        HonestPair honest = honestPair();
        Visit visit = visit();
        try (Stranger stranger = visit.stranger()) {
            attach(visit);
            stranger.write(framed((byte) 42));
            stranger.finish();
            visit.log().awaitClosed();
            assertThat(stranger.readToTheEnd()).isEmpty();
        }
        honest.talks();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Wire.MAX_HANDSHAKE_FRAME_BYTES + 1})
    void aLengthThatNoHandshakeFrameHasIsRefusedBeforeItsBytesComeAndInSilence(int length) throws Exception {
        HonestPair honest = honestPair();
        Visit visit = visit();
        try (Stranger stranger = visit.stranger()) {
            visit.wire().next();
            stranger.write(length(length));
            visit.log().awaitClosed();
            assertThat(stranger.readToTheEnd()).isEmpty();
        }
        assertThat(visit.log().refusals()).hasSize(1);
        honest.talks();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Wire.MAX_RECORD_BYTES + 1})
    void aLengthThatNoRecordHasIsRefusedBeforeItsBytesComeAndInSilence(int length) throws Exception {
        HonestPair honest = honestPair();
        Visit visit = visit();
        try (Stranger stranger = visit.stranger()) {
            attach(visit);
            stranger.write(length(length));
            visit.log().awaitClosed();
            assertThat(stranger.readToTheEnd()).isEmpty();
        }
        assertThat(visit.log().refusals()).hasSize(1);
        honest.talks();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void garbageEndsItsOwnWireAndIsNotAnswered(boolean linked) throws Exception {
        HonestPair honest = honestPair();
        Random random = new Random(7);
        for (int i = 0; i < 10; i++) {
            Visit visit = visit();
            try (Stranger stranger = visit.stranger()) {
                if (linked) {
                    attach(visit);
                } else {
                    visit.wire().next();
                }
                byte[] noise = new byte[100_000];
                random.nextBytes(noise);
                noise[0] = (byte) (i * 13 | 1);
                stranger.write(noise);
                visit.log().awaitClosed();
                assertThat(stranger.readToTheEnd()).isEmpty();
            }
            assertThat(visit.log().waitingFrames()).isZero();
            honest.talks();
        }
    }

    @Test
    void whoDripsItsBytesHoldsNobodyUp() throws Exception {
        HonestPair honest = honestPair();
        Visit visit = visit();
        try (Stranger stranger = visit.stranger()) {
            visit.wire().next();
            for (byte one : framed((byte) 7, (byte) 8)) {
                stranger.write(one);
                honest.talks();
            }
            assertThat(visit.log().awaitFrame()).containsExactly(7, 8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoVanishesInTheMiddleOfAFrameEndsItsOwnWire(boolean linked) throws Exception {
        HonestPair honest = honestPair();
        Visit visit = visit();
        if (linked) {
            attach(visit);
        } else {
            visit.wire().next();
        }
        visit.stranger().write((byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 1);
        honest.talks();
        visit.stranger().vanish();
        visit.log().awaitClosed();
        assertThat(visit.log().closings()).hasSize(1);
        visit.stranger().close();
        honest.talks();
    }

    @Test
    void whoNeverReadsCannotKeepAWireOpen() throws Exception {
        HonestPair honest = honestPair();
        Visit visit = visit();
        try (Stranger mute = visit.stranger()) {
            ScriptedPort endless = new ScriptedPort(i -> filled(10_000, i), Long.MAX_VALUE);
            visit.wire().attach(endless);
            await().atMost(PATIENCE).until(() -> endless.sealed() > 0);
            visit.wire().close();
            visit.log().awaitClosed();
        }
        honest.talks();
    }
}
