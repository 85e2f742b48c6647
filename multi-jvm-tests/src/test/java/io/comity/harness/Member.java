package io.comity.harness;

import io.comity.examples.process.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One node of a {@link Cluster}, in a process of its own. Every wait has a deadline, and none of them is a sleep. */
public final class Member {
    /** Long enough for a handshake between two JVMs that share two cores with a build. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private final ForkedJvm jvm;

    private Member(ForkedJvm jvm) {
        this.jvm = jvm;
    }

    static Member fork(String name, Class<?> program, Path home, String... arguments) {
        return new Member(ForkedJvm.start(name, program, home, event -> {}, arguments));
    }

    /** Gives a command and waits for its answer; fails when it is refused, late or the member dead. */
    public String ask(String command) {
        return jvm.ask(command, DEADLINE);
    }

    /** Waits until the member has told an event that starts with {@code prefix}, now or earlier, and takes it. */
    public String await(String prefix) {
        return jvm.await(prefix, DEADLINE);
    }

    /** Asks {@code command} again and again until it answers {@code expected}. */
    public void awaitAnswer(String command, String expected) {
        long dueNanos = System.nanoTime() + DEADLINE.toNanos();
        String answer = ask(command);
        while (!answer.equals(expected)) {
            if (System.nanoTime() > dueNanos) {
                throw new AssertionError(
                        jvm.name() + " answers " + answer + " to " + command + ", and not " + expected);
            }
            Thread.onSpinWait();
            answer = ask(command);
        }
    }

    /** SIGKILL: gone at once, with nothing said to anybody. */
    public void kill() {
        jvm.destroy();
    }

    /** SIGSTOP: alive, and deaf until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Lets it end in order. */
    public void stop() {
        jvm.close();
    }

    public boolean isAlive() {
        return jvm.isAlive();
    }

    /** The letter by which Linux names the process's state in {@code /proc}: T is stopped. */
    char state() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(jvm.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    void printLog(int lines) {
        System.err.println("--- " + jvm.name() + (isAlive() ? ", alive" : ", dead") + "; its log ends:");
        jvm.logTail(lines).forEach(line -> System.err.println("  " + line));
    }

    private void signal(String signal) {
        try {
            Process sent = new ProcessBuilder("kill", "-" + signal, Long.toString(jvm.pid())).start();
            if (sent.waitFor() != 0) {
                throw new IllegalStateException("cannot send SIG" + signal + " to " + jvm.name());
            }
        } catch (IOException noKill) {
            throw new UncheckedIOException(noKill);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
