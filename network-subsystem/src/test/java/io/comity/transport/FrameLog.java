package io.comity.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Keeps what a wire says: its handshake frames, and how often it said that it was closed. */
public final class FrameLog implements FrameReceiver {
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> closings = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public static FrameLog of(Wire wire) {
        FrameLog log = new FrameLog();
        wire.open(log);
        return log;
    }

    @Override
    public void frame(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public void refused(String cause) {
        refusals.add(cause);
    }

    @Override
    public void closed(String cause) {
        closings.add(cause);
        closed.countDown();
    }

    public byte[] awaitFrame() throws InterruptedException {
        byte[] frame = frames.poll(TransportContractTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(frame).as("a handshake frame").isNotNull();
        return frame;
    }

    public void awaitClosed() throws InterruptedException {
        assertThat(closed.await(TransportContractTest.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the wire said that it was closed")
                .isTrue();
    }

    /** Whether a frame comes; false when the wire is closed instead. */
    public boolean frameOrEnd() {
        Awaitility.await().atMost(TransportContractTest.PATIENCE).until(() -> !frames.isEmpty() || !closings.isEmpty());
        return !frames.isEmpty();
    }

    int waitingFrames() {
        return frames.size();
    }

    List<String> refusals() {
        return refusals;
    }

    List<String> closings() {
        return closings;
    }
}
