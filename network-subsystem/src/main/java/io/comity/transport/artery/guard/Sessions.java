package io.comity.transport.artery.guard;

import io.comity.artery.Refusal;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Which Aeron sessions are alive, for each of which the driver keeps an image. Not thread-safe. */
final class Sessions {
    /** At one time; a healthy peer has two. */
    static final int MAX = 1_024;

    /** Of one source address. */
    static final int MAX_OF_SOURCE = 64;

    /** A session without a datagram for so long is over: twice as long as the driver keeps its image. */
    static final long LIFE_NANOS = 2 * SharedDriver.IMAGE_LIVENESS_NANOS;

    private static final long SWEEP_NANOS = 1_000_000_000L;

    private final Map<Long, Session> alive = new HashMap<>();
    private final Map<InetAddress, Integer> bySource = new HashMap<>();
    private final LongSupplier nanoTime;
    private long sweptAt;

    private static final class Session {
        private final InetAddress source;
        private long seenAt;

        Session(InetAddress source) {
            this.source = source;
        }
    }

    Sessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.sweptAt = nanoTime.getAsLong();
    }

    /** A datagram of this session came; a new session counts for where it came from. */
    Optional<Refusal> admit(int session, int stream, InetAddress source) {
        long now = nanoTime.getAsLong();
        sweep(now);
        long key = (long) stream << Integer.SIZE | Integer.toUnsignedLong(session);
        Session known = alive.get(key);
        if (known == null) {
            if (alive.size() >= MAX || bySource.getOrDefault(source, 0) >= MAX_OF_SOURCE) {
                return Optional.of(Refusal.OVERLOADED);
            }
            known = new Session(source);
            alive.put(key, known);
            bySource.merge(source, 1, Integer::sum);
        }
        known.seenAt = now;
        return Optional.empty();
    }

    private void sweep(long now) {
        if (now - sweptAt < SWEEP_NANOS) {
            return;
        }
        sweptAt = now;
        alive.values().removeIf(session -> {
            boolean over = now - session.seenAt > LIFE_NANOS;
            if (over) {
                bySource.computeIfPresent(session.source, (source, count) -> count == 1 ? null : count - 1);
            }
            return over;
        });
    }
}
