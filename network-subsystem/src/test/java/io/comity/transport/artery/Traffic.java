package io.comity.transport.artery;

import static org.awaitility.Awaitility.await;

import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Honest traffic, fifty records a second, that notices when it stands still. */
final class Traffic {
    private static final long TICK_NANOS = 20_000_000;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final CountingPort sender = new CountingPort(0, 100);
    private final CountingPort counter = new CountingPort(0, 100);
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicLong standstillNanos = new AtomicLong();
    private volatile long lastAt = System.nanoTime();
    private volatile long tickedAt = System.nanoTime();
    private final ArteryWire wire;

    private Traffic(ArteryWire wire, Wire taken) {
        this.wire = wire;
        wire.open(new Ear());
        taken.open(new Ear());
        taken.attach(new Noting());
        wire.attach(sender);
        clock.scheduleAtFixedRate(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    static Traffic between(TestNode from, TestNode to) throws InterruptedException {
        Wire wire = from.dial(to);
        Traffic traffic = new Traffic((ArteryWire) wire, to.nextAccepted());
        traffic.awaitProgress();
        return traffic;
    }

    long link() {
        return wire.inboundLink() ^ 1;
    }

    void restartClock() {
        awaitProgress();
        longestNanos.set(0);
        standstillNanos.set(0);
    }

    void awaitProgress() {
        long before = counter.opened.get();
        await().atMost(Duration.ofSeconds(20)).until(() -> counter.opened.get() > before);
    }

    Duration longestGap() {
        return Duration.ofNanos(longestNanos.get());
    }

    /** For how long the sender itself did not get to run. */
    Duration longestStandstill() {
        return Duration.ofNanos(standstillNanos.get());
    }

    void stop() {
        clock.shutdownNow();
    }

    private void tick() {
        long now = System.nanoTime();
        standstillNanos.accumulateAndGet(now - tickedAt - TICK_NANOS, Math::max);
        tickedAt = now;
        sender.limit.incrementAndGet();
        wire.wake();
    }

    private final class Noting implements LinkPort {
        @Override
        public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
            return counter.seal(aad, aadLength, out, offset);
        }

        @Override
        public boolean hasMore() {
            return counter.hasMore();
        }

        @Override
        public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
            long now = System.nanoTime();
            longestNanos.accumulateAndGet(now - lastAt, Math::max);
            lastAt = now;
            return counter.open(aad, aadLength, record, offset, length);
        }
    }
}
