package io.comity.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Does things one after the other, as a thread of its own would. */
final class Strand implements Executor {
    private final Executor boot;
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    Strand(Executor boot) {
        this.boot = boot;
    }

    @Override
    public void execute(Runnable deed) {
        waiting.add(deed);
        if (waiting.size() == 1) {
            boot.execute(this::next);
        }
    }

    private void next() {
        try {
            waiting.element().run();
        } finally {
            waiting.remove();
            if (!waiting.isEmpty()) {
                boot.execute(this::next);
            }
        }
    }
}
