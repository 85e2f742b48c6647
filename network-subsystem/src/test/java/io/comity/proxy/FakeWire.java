package io.comity.proxy;

import io.comity.transport.FrameReceiver;
import io.comity.transport.LinkPort;
import io.comity.transport.Wire;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A wire that carries nothing by itself: the test pulls records out of the port and pushes records into it. */
final class FakeWire implements Wire {
    private final AtomicInteger closings = new AtomicInteger();
    private volatile @Nullable LinkPort port;

    @Override
    public void open(FrameReceiver receiver) {
        // Nobody shakes hands over it.
    }

    @Override
    public void next() {
        // As above.
    }

    @Override
    public void send(byte[] frame) {
        // As above.
    }

    @Override
    public void attach(LinkPort attached) {
        port = attached;
    }

    @Override
    public void wake() {
        // The test pulls.
    }

    @Override
    public void close() {
        closings.incrementAndGet();
    }

    @Override
    public String remote() {
        return "fake";
    }

    boolean isClosed() {
        return closings.get() > 0;
    }

    boolean isAttached() {
        return port != null;
    }

    LinkPort port() {
        LinkPort attached = port;
        if (attached == null) {
            throw new IllegalStateException("no session was started on this wire");
        }
        return attached;
    }
}
