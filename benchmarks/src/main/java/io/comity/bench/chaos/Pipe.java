package io.comity.bench.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One forwarded connection: two sockets, and a thread in each direction that copies from one to the other. The end of one
 * direction is passed on by itself; the pipe is gone when both have ended.
 */
final class Pipe {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Socket dialler;
    private final Socket target;
    private final BooleanSupplier swallowed;
    private final Consumer<Pipe> gone;
    private final AtomicInteger flowing = new AtomicInteger(2);
    private volatile boolean endedToDialler;
    private volatile boolean endedToTarget;
    private volatile long lastNanos = System.nanoTime();

    /**
     * @param swallowed whether bytes are thrown away instead of passed on; a direction that has lost some passes nothing more
     * @param gone is told when both directions have ended
     */
    Pipe(Socket dialler, Socket target, BooleanSupplier swallowed, Consumer<Pipe> gone) {
        this.dialler = dialler;
        this.target = target;
        this.swallowed = swallowed;
        this.gone = gone;
    }

    void start() {
        start("to " + target.getPort(), () -> copy(dialler, target, true));
        start("from " + target.getPort(), () -> copy(target, dialler, false));
    }

    /** When something was last passed on, by {@link System#nanoTime}. */
    long lastNanos() {
        return lastNanos;
    }

    /** Orderly in both directions. */
    void end() {
        endOneWay(true);
        endOneWay(false);
    }

    /** Orderly in one direction; the other flows on for as long as its ends want. */
    void endOneWay(boolean towardsTarget) {
        try {
            if (towardsTarget) {
                endedToTarget = true;
                target.shutdownOutput();
            } else {
                endedToDialler = true;
                dialler.shutdownOutput();
            }
        } catch (IOException gone) {
            // It has ended already.
        }
    }

    /** Abruptly: both ends see a reset, and what was on its way is gone. */
    void reset() {
        reset(dialler);
        reset(target);
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It has ended already.
        }
    }

    private void copy(Socket from, Socket to, boolean towardsTarget) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean holed = false;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                holed |= swallowed.getAsBoolean();
                if (!holed && !isEnded(towardsTarget)) {
                    pass(out, buffer, length, towardsTarget);
                }
            }
            endOneWay(towardsTarget);
        } catch (IOException broken) {
            reset();
        } finally {
            if (flowing.decrementAndGet() == 0) {
                close(dialler);
                close(target);
                gone.accept(this);
            }
        }
    }

    private void pass(OutputStream out, byte[] buffer, int length, boolean towardsTarget) throws IOException {
        try {
            out.write(buffer, 0, length);
            lastNanos = System.nanoTime();
        } catch (IOException failed) {
            if (!isEnded(towardsTarget)) {
                throw failed;
            }
        }
    }

    private boolean isEnded(boolean towardsTarget) {
        return towardsTarget ? endedToTarget : endedToDialler;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It has ended already.
        }
    }

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
