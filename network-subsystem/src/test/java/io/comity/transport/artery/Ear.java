package io.comity.transport.artery;

import io.comity.transport.FrameReceiver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what a wire said. */
final class Ear implements FrameReceiver {
    final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    final CompletableFuture<String> end = new CompletableFuture<>();

    @Override
    public void frame(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public void closed(String cause) {
        if (!end.complete(cause)) {
            throw new AssertionError("closed twice");
        }
    }

    byte[] nextFrame() throws InterruptedException {
        byte[] frame = frames.poll(20, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame came");
        }
        return frame;
    }

    String cause() {
        return end.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
