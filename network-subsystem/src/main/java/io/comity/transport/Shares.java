package io.comity.transport;

import io.comity.identity.Bytes;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** How many connections of strangers there are from each {@link Origin}: nobody alone may have all that there is room for. Thread-safe. */
public final class Shares {
    /** Of those that there is room for, this part may be of one origin. */
    private static final int PART = 4;

    private static final int LEAST = 8;

    private final int most;
    private final Map<Bytes, Integer> connections = new ConcurrentHashMap<>();

    /** @param room for connections in all */
    public Shares(int room) {
        most = Math.max(LEAST, room / PART);
    }

    /** That of one connection. */
    public final class Share {
        private final @Nullable Bytes origin;
        private final AtomicBoolean over = new AtomicBoolean();

        private Share(@Nullable Bytes origin) {
            this.origin = origin;
        }

        /** The connection is gone, or is no stranger's. Once is enough. */
        public void giveBack() {
            if (origin != null && over.compareAndSet(false, true)) {
                connections.computeIfPresent(origin, (same, count) -> count <= 1 ? null : count - 1);
            }
        }
    }

    /** How many may come from one origin. */
    public int most() {
        return most;
    }

    /** Nothing when there are as many from there as may be. Whoever comes from no address shares nothing but the room. */
    public Optional<Share> enter(@Nullable SocketAddress remote) {
        Bytes origin = Origin.of(remote).orElse(null);
        return origin == null || enters(origin) ? Optional.of(new Share(origin)) : Optional.empty();
    }

    private boolean enters(Bytes origin) {
        boolean[] entered = {false};
        connections.compute(origin, (same, before) -> {
            int count = before == null ? 0 : before;
            entered[0] = count < most;
            return entered[0] ? count + 1 : count;
        });
        return entered[0];
    }
}
