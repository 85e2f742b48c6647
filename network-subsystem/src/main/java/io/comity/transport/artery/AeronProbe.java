package io.comity.transport.artery;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.protocol.SetupFlyweight;
import io.comity.artery.Endpoint;
import io.comity.artery.Refusal;
import io.comity.artery.Refusals;
import io.comity.identity.MemoryKeyHolder;
import io.comity.transport.artery.guard.FrameGuard;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** A datagram that asks for a huge buffer, and an envelope of nothing but ones. */
final class AeronProbe implements SelfTest.Probe {
    private static final int HUGE_TERM = 1 << 29;
    private static final int MTU = 1_408;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Endpoint self;
    private final String driver;

    AeronProbe(Endpoint self, String driver) {
        this.self = self;
        this.driver = driver;
    }

    @Override
    public Optional<String> flaw(MemoryKeyHolder tester, Refusals refusals) throws IOException {
        long framing = refusals.of(Refusal.FRAMING);
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] setup = setup();
            socket.send(new DatagramPacket(setup, setup.length, new InetSocketAddress(self.host(), self.port())));
            if (!comesTrue(() -> refusals.of(Refusal.FRAMING) > framing)) {
                return Optional.of("a datagram that asks for a huge buffer was not refused by the guard");
            }
        }
        long header = refusals.of(Refusal.HEADER);
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver));
                ExclusivePublication publication =
                        aeron.addExclusivePublication("aeron:udp?endpoint=" + self, FrameGuard.DATA)) {
            UnsafeBuffer bad = new UnsafeBuffer(new byte[100]);
            bad.setMemory(0, bad.capacity(), (byte) -1);
            boolean sent = comesTrue(() -> publication.offer(bad) > 0);
            boolean refused = sent && comesTrue(() -> refusals.of(Refusal.HEADER) > header);
            return refused ? Optional.empty() : Optional.of("a bad envelope was not refused by the filter");
        }
    }

    private static byte[] setup() {
        ByteBuffer bytes = ByteBuffer.allocate(SetupFlyweight.HEADER_LENGTH);
        SetupFlyweight setup = new SetupFlyweight(bytes);
        setup.sessionId(1)
                .streamId(FrameGuard.DATA)
                .initialTermId(0)
                .activeTermId(0)
                .termOffset(0)
                .termLength(HUGE_TERM)
                .mtuLength(MTU)
                .ttl(0);
        setup.version(SetupFlyweight.CURRENT_VERSION)
                .headerType(SetupFlyweight.HDR_TYPE_SETUP)
                .frameLength(SetupFlyweight.HEADER_LENGTH);
        return bytes.array();
    }

    private static boolean comesTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SelfTest.PATIENCE_MILLIS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
