package io.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shakes hands and hangs up, from several threads: a known key has no budget of strangers, and a handshake is dear. */
final class ReconnectStorm implements Malice {
    private static final int THREADS = 4;

    @Override
    public void act(Mallory mallory) throws IOException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> storm(mallory));
            thread.start();
            threads.add(thread);
        }
        mallory.until(() -> false);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void storm(Mallory mallory) {
        while (mallory.goesOn()) {
            try (RawPeer peer = RawPeer.of(mallory.at(), mallory.alice(), mallory.key())) {
                mallory.did();
            } catch (IOException | AssertionError notLetIn) {
                mallory.did();
            }
        }
    }
}
