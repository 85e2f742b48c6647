package io.comity.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port that lets its wire rest after every record it opens, and remembers when it opened it. */
final class RestingPort implements LinkPort {
    private final Wire wire;
    private final long restNanos;
    private final List<Long> openedAt = new CopyOnWriteArrayList<>();

    RestingPort(Wire wire, long restNanos) {
        this.wire = wire;
        this.restNanos = restNanos;
    }

    @Override
    public int seal(byte[] aad, int aadLength, byte[] out, int offset) {
        return 0;
    }

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public boolean open(byte[] aad, int aadLength, byte[] record, int offset, int length) {
        openedAt.add(System.nanoTime());
        wire.rest(restNanos);
        return true;
    }

    /** In the order of the records; nanoseconds of this process. */
    List<Long> openedAt() {
        return openedAt;
    }
}
