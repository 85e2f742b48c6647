package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** How handshake frames and records pass, and what happens when they do not. */
abstract class FramesContract extends TwoTransports {
    private static final int MAX_RECORD = Wire.MAX_RECORD_BYTES;

    /** What a wire and the operating system below it may hold of a peer that does not read. */
    private static final long MAX_HELD_BYTES = 32 << 20;

    private static final Duration REST = Duration.ofMillis(100);

    /** Whether its wires can rest. */
    protected boolean holdsBack() {
        return true;
    }

    // Handshake frames.

    @Test
    void handshakeFramesPassOneAtATimeAndInOrder() throws InterruptedException {
        Ends ends = connect();
        FrameLog near = FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        for (byte i = 0; i < 20; i++) {
            // Longer than its answer, as in every handshake.
            ends.near().send(filled(32, i));
        }
        for (byte i = 0; i < 20; i++) {
            ends.far().next();
            assertThat(far.awaitFrame()).isEqualTo(filled(32, i));
            // The far wire's thread carries this answer after that frame: had it taken a second one, it would be here.
            ends.far().send(new byte[] {i, i});
            ends.near().next();
            assertThat(near.awaitFrame()).containsExactly(i, i);
            assertThat(far.waitingFrames()).isZero();
        }
    }

    @Test
    void handshakeFramesOfEverySizeUpToTheLargestArriveWhole() throws InterruptedException {
        Ends ends = connect();
        FrameLog far = FrameLog.of(ends.far());
        FrameLog.of(ends.near());
        for (int size : new int[] {1, 2, 3, 255, 256, 2_047, Wire.MAX_HANDSHAKE_FRAME_BYTES}) {
            byte[] frame = filled(size, size);
            ends.near().send(frame);
            ends.far().next();
            assertThat(far.awaitFrame()).isEqualTo(frame);
        }
    }

    @Test
    void aHandshakeFrameOneByteTooLongClosesTheWireUnread() throws InterruptedException {
        Ends ends = connect();
        FrameLog near = FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        ends.near().next();
        ends.far().next();
        ends.near().send(filled(Wire.MAX_HANDSHAKE_FRAME_BYTES + 1, 7));
        far.awaitClosed();
        near.awaitClosed();
        assertThat(far.waitingFrames()).isZero();
        assertThat(far.refusals()).hasSize(1);
    }

    // Records.

    @Test
    void aHundredThousandSmallRecordsPassInOrderBothWays() throws InterruptedException {
        int total = 100_000;
        LongFunction<byte[]> numbered = i -> ByteBuffer.allocate(8).putLong(i).array();
        exchange(numbered, total);
    }

    @Test
    void recordsOfEverySizeUpToTheLargestPassInOrderBothWays() throws InterruptedException {
        int[] sizes = {
            1, 2, 17, 100, 1_023, 2_047, 2_048, 2_049, 4_096, 16_383, 32_768, 65_535 / 2, MAX_RECORD - 1, MAX_RECORD
        };
        exchange(i -> filled(sizes[(int) i % sizes.length], i), 20L * sizes.length);
    }

    private void exchange(LongFunction<byte[]> script, long total) throws InterruptedException {
        Ends ends = connect();
        FrameLog nearLog = FrameLog.of(ends.near());
        FrameLog.of(ends.far());
        ScriptedPort near = new ScriptedPort(script, total);
        ScriptedPort far = new ScriptedPort(script, total);
        ends.near().attach(near);
        ends.far().attach(far);
        await().atMost(PATIENCE).until(() -> near.opened() == total || near.fault() != null);
        await().atMost(PATIENCE).until(() -> far.opened() == total || far.fault() != null);
        assertThat(near.fault()).isNull();
        assertThat(far.fault()).isNull();
        assertThat(nearLog.closings()).isEmpty();
    }

    @Test
    void recordsThatComeBeforeThePortIsAttachedWaitForIt() throws InterruptedException {
        Ends ends = connect();
        FrameLog far = FrameLog.of(ends.far());
        FrameLog.of(ends.near());
        LongFunction<byte[]> large = i -> filled(MAX_RECORD, i);
        ends.near().send(new byte[] {1});
        ends.near().attach(new ScriptedPort(large, 3));
        ends.far().next();
        far.awaitFrame();
        ScriptedPort port = new ScriptedPort(large, 0);
        ends.far().attach(port);
        await().atMost(PATIENCE).until(() -> port.opened() == 3);
        assertThat(far.closings()).isEmpty();
    }

    @Test
    void wakingAWireThatHasNothingToSealDoesNothing() throws InterruptedException {
        Ends ends = connect();
        FrameLog far = FrameLog.of(ends.far());
        FrameLog.of(ends.near());
        ends.near().wake();
        ScriptedPort silent = new ScriptedPort(i -> new byte[1], 0);
        ends.near().attach(silent);
        ends.near().wake();
        ends.far().attach(new ScriptedPort(i -> new byte[1], 1));
        await().atMost(PATIENCE).until(() -> silent.opened() == 1);
        assertThat(far.closings()).isEmpty();
    }

    @Test
    void aRecordOneByteTooLongClosesTheWireUnread() throws InterruptedException {
        Ends ends = connect();
        FrameLog near = FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        ScriptedPort port = new ScriptedPort(i -> new byte[MAX_RECORD + 1], 0);
        ends.far().attach(port);
        ends.near().next();
        ends.near().send(new byte[MAX_RECORD + 1]);
        far.awaitClosed();
        near.awaitClosed();
        assertThat(port.opened()).isZero();
        assertThat(far.refusals()).hasSize(1);
    }

    @Test
    void aRecordThatThePortRefusesClosesTheWire() throws InterruptedException {
        Ends ends = connect();
        FrameLog near = FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        ScriptedPort expectsOtherBytes = new ScriptedPort(i -> new byte[] {42}, 0);
        ends.far().attach(expectsOtherBytes);
        ends.near().attach(new ScriptedPort(i -> new byte[] {41}, 10));
        far.awaitClosed();
        near.awaitClosed();
        assertThat(expectsOtherBytes.opened()).isZero();
    }

    // Back-pressure.

    @Test
    void aPeerThatDoesNotReadStopsTheSealing() throws InterruptedException {
        Ends ends = connect();
        FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        LongFunction<byte[]> script = i -> filled(10_000, i);
        ScriptedPort endless = new ScriptedPort(script, Long.MAX_VALUE);
        ends.near().attach(endless);
        awaitStandstill(endless);
        assertThat(endless.sealed()).isPositive();
        assertThat(endless.sealedBytes()).isLessThan(MAX_HELD_BYTES);

        long heldBack = endless.sealed();
        ScriptedPort reader = new ScriptedPort(script, 0);
        ends.far().attach(reader);
        await().atMost(PATIENCE).until(() -> reader.opened() > heldBack || reader.fault() != null);
        assertThat(reader.fault()).isNull();
        assertThat(far.closings()).isEmpty();
    }

    @Test
    void aSlowEngineBehindThePortStopsTheSealingOfItsPeer() throws InterruptedException {
        Ends ends = connect();
        FrameLog.of(ends.near());
        FrameLog.of(ends.far());
        LongFunction<byte[]> script = i -> filled(10_000, i);
        CountDownLatch latch = new CountDownLatch(1);
        ScriptedPort slow = new ScriptedPort(script, 0);
        slow.hold(latch);
        ends.far().attach(slow);
        ScriptedPort endless = new ScriptedPort(script, Long.MAX_VALUE);
        ends.near().attach(endless);
        try {
            awaitStandstill(endless);
            assertThat(endless.sealedBytes()).isLessThan(MAX_HELD_BYTES);
        } finally {
            latch.countDown();
        }
        long heldBack = endless.sealed();
        await().atMost(PATIENCE).until(() -> slow.opened() > heldBack || slow.fault() != null);
        assertThat(slow.fault()).isNull();
    }

    /** However many records came with the one after which it rests; on a wire that cannot rest they all arrive the same. */
    @Test
    void aWireAtRestOpensNoRecordBeforeItsTime() throws InterruptedException {
        Ends ends = connect();
        FrameLog.of(ends.near());
        FrameLog far = FrameLog.of(ends.far());
        RestingPort port = new RestingPort(ends.far(), REST.toNanos());
        ends.far().attach(port);
        ends.near().attach(new ScriptedPort(i -> filled(1_000, i), 4));
        await().atMost(PATIENCE).until(() -> port.openedAt().size() == 4);
        long least = holdsBack() ? REST.toNanos() : 0;
        for (int i = 1; i < 4; i++) {
            assertThat(port.openedAt().get(i) - port.openedAt().get(i - 1)).isGreaterThanOrEqualTo(least);
        }
        assertThat(far.closings()).isEmpty();
    }

    @Test
    void whoSendsToAWireAtRestFillsItsOwnBuffers() throws InterruptedException {
        Ends ends = connect();
        FrameLog.of(ends.near());
        FrameLog.of(ends.far());
        RestingPort port = new RestingPort(
                ends.far(), Duration.ofHours(holdsBack() ? 1 : 0).toNanos());
        ends.far().attach(port);
        ScriptedPort flood = new ScriptedPort(i -> filled(10_000, i), holdsBack() ? Long.MAX_VALUE : 10);
        ends.near().attach(flood);
        awaitStandstill(flood);
        assertThat(flood.sealedBytes()).isLessThan(MAX_HELD_BYTES);
        assertThat(port.openedAt()).hasSize(holdsBack() ? 1 : 10);
    }

    /** Until it has sealed something, and then nothing more while this looked a good many times. */
    private static void awaitStandstill(ScriptedPort port) {
        long[] seen = {0, 0};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            long now = port.sealed();
            seen[1] = now > 0 && now == seen[0] ? seen[1] + 1 : 0;
            seen[0] = now;
            return seen[1] >= 25;
        });
    }
}
