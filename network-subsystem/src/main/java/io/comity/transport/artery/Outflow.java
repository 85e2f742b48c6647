package io.comity.transport.artery;

import io.comity.transport.LinkPort;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * When a wire may send records: from the moment its port is attached, but only one until the other side is READY; and never
 * with more than one token in Artery's queue. All but {@link #wake} under the wire's lock.
 */
final class Outflow {
    private final Runnable pull;
    private final AtomicBoolean pulling = new AtomicBoolean();
    private @Nullable LinkPort port;
    private boolean remoteReady;
    private boolean sentEarly;
    private boolean stopped;
    private volatile boolean flowing;

    /** {@code pull} puts a token into Artery's queue. */
    Outflow(Runnable pull) {
        this.pull = pull;
    }

    void attach(LinkPort source) {
        port = source;
        flow();
    }

    /** The other side takes records; false when it had said so before. */
    boolean remoteReady() {
        boolean first = !remoteReady;
        remoteReady = true;
        flow();
        return first;
    }

    void stop() {
        stopped = true;
        flowing = false;
    }

    /** Costs one volatile read when there is nothing to do. */
    void wake() {
        if (flowing && !pulling.get() && pulling.compareAndSet(false, true)) {
            pull.run();
        }
    }

    /**
     * Spends the token.
     *
     * <p>Whoever queues something after {@code hasMore} was asked finds {@code pulling} false and wakes the wire itself.
     *
     * @return how many bytes were sealed into {@code frame} from {@code offset}; 0 when nothing waits
     */
    int seal(byte[] frame, int headerBytes, int offset) {
        LinkPort source = port;
        if (source == null || !flowing) {
            pulling.set(false);
            return 0;
        }
        int sealed = source.seal(frame, headerBytes, frame, offset);
        if (sealed > 0 && !remoteReady) {
            sentEarly = true;
            flowing = false;
        }
        pulling.set(false);
        if (source.hasMore()) {
            wake();
        }
        return sealed;
    }

    private void flow() {
        if (port != null && !stopped && (remoteReady || !sentEarly)) {
            flowing = true;
            wake();
        }
    }
}
