package io.comity.examples.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a forked JVM has said and nobody has taken yet: answers in order, and events. */
final class Inbox {
    /** Of events that nobody awaits, the oldest go first. */
    static final int MAX_EVENTS = 10_000;

    private final String name;
    private final Process process;
    private final Thread reader;
    private final Deque<String> answers = new ArrayDeque<>();
    private final Deque<String> events = new ArrayDeque<>();
    private boolean ended;

    private Inbox(String name, Process process, Consumer<String> listener) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(() -> read(listener), "reads " + name);
        reader.setDaemon(true);
    }

    static Inbox reading(String name, Process process, Consumer<String> listener) {
        Inbox inbox = new Inbox(name, process, listener);
        inbox.reader.start();
        return inbox;
    }

    String answer(String command, Duration deadline) {
        return await(answers::poll, deadline, "answer to: " + command);
    }

    String event(String prefix, Duration deadline) {
        return await(() -> take(prefix), deadline, "event " + prefix);
    }

    void join() {
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String take(String prefix) {
        for (Iterator<String> waiting = events.iterator(); waiting.hasNext(); ) {
            String event = waiting.next();
            if (event.startsWith(prefix)) {
                waiting.remove();
                return event;
            }
        }
        return null;
    }

    private synchronized String await(Supplier<@Nullable String> poll, Duration deadline, String what) {
        long dueNanos = System.nanoTime() + deadline.toNanos();
        for (String found = poll.get(); ; found = poll.get()) {
            if (found != null) {
                return found;
            }
            long leftMillis = (dueNanos - System.nanoTime()) / 1_000_000;
            if (ended) {
                throw new ForkFailure(name + " died (" + exitCode() + ") instead of giving the " + what);
            }
            if (leftMillis <= 0) {
                throw new ForkFailure(name + " gave no " + what + " within " + deadline.toSeconds() + " s");
            }
            pause(leftMillis);
        }
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ForkFailure("interrupted while waiting for " + name, stopped);
        }
    }

    private String exitCode() {
        return process.isAlive() ? "its output ended" : "exit code " + process.exitValue();
    }

    private void read(Consumer<String> listener) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line, listener);
            }
        } catch (IOException gone) {
            // The stream breaks when the process is destroyed: the same as its end.
        }
        process.onExit().join();
        end();
    }

    private void hear(String line, Consumer<String> listener) {
        if (line.startsWith(Dialogue.EVENT)) {
            String event = line.substring(Dialogue.EVENT.length());
            listener.accept(event);
            keep(events, event);
        } else if (line.startsWith(Dialogue.OK) || line.startsWith(Dialogue.NO)) {
            keep(answers, line);
        }
    }

    private synchronized void keep(Deque<String> queue, String line) {
        if (queue.size() == MAX_EVENTS) {
            queue.removeFirst();
        }
        queue.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
