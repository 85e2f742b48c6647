package io.comity.transport;

import io.comity.identity.Bytes;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many connections there are from each {@link Origin}: nobody alone may have all that there is room for. Thread-safe. */
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

    /** How many may come from one origin. */
    public int most() {
        return most;
    }

    /** False when there are as many from there as may be. Whoever comes from no address shares nothing but the room. */
    public boolean enter(@Nullable SocketAddress remote) {
        Bytes origin = Origin.of(remote).orElse(null);
        return origin == null || enter(origin);
    }

    private boolean enter(Bytes origin) {
        boolean[] entered = {false};
        connections.compute(origin, (same, before) -> {
            int count = before == null ? 0 : before;
            entered[0] = count < most;
            return entered[0] ? count + 1 : count;
        });
        return entered[0];
    }

    /** One that had {@link #enter entered} is gone. */
    public void left(@Nullable SocketAddress remote) {
        Origin.of(remote)
                .ifPresent(origin ->
                        connections.computeIfPresent(origin, (same, before) -> before <= 1 ? null : before - 1));
    }
}
