package io.comity.harness;

import io.comity.examples.process.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One node of a {@link Cluster}, in a process of its own. Every wait has a deadline, and none of them is a sleep. */
public final class Member {
    /** Long enough for a handshake between two JVMs that share two cores with a build. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    /** The letter by which Linux names it in {@code /proc}. */
    private static final char STOPPED = 'T';

    private final ForkedJvm jvm;

    private Member(ForkedJvm jvm) {
        this.jvm = jvm;
    }

    static Member fork(List<String> launcher, String name, Class<?> program, Path home, String... arguments) {
        return new Member(ForkedJvm.start(launcher, name, program, home, event -> {}, arguments));
    }

    /** Gives a command and waits for its answer; fails when it is refused, late or the member dead. */
    public String ask(String command) {
        return jvm.ask(command, DEADLINE);
    }

    /** Asks {@code command} again and again until it answers {@code expected}; it must within {@code deadline}. */
    public void awaitAnswer(String command, String expected, Duration deadline) {
        long dueNanos = System.nanoTime() + deadline.toNanos();
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

    /** Waits until the member has told an event that starts with {@code prefix}, now or earlier, and takes it. */
    public String await(String prefix) {
        return jvm.await(prefix, DEADLINE);
    }

    /** Asks {@code command} again and again until it answers {@code expected}. */
    public void awaitAnswer(String command, String expected) {
        awaitAnswer(command, expected, DEADLINE);
    }

    /** SIGKILL: gone at once, with nothing said to anybody. */
    public void kill() {
        jvm.destroy();
    }

    /** SIGSTOP: alive, and deaf from now until {@link #resume}. */
    public void pause() {
        signal("STOP");
        Awaitility.await().atMost(DEADLINE).until(() -> state() == STOPPED);
    }

    /** Whether it still lives when {@code time} has passed, which a process that stands still does. */
    public boolean lives(Duration time) throws InterruptedException {
        return !jvm.endsWithin(time);
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Sets a limit of the running process, as {@code prlimit} names it: {@code fsize}, {@code nofile}. */
    public void limit(String resource, String softLimit) {
        run("prlimit", "--pid", Long.toString(jvm.pid()), "--" + resource + "=" + softLimit + ":");
    }

    /** Files, sockets and whatever else has a number in the process now. */
    public int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(jvm.pid()), "fd"))) {
            return (int) open.count();
        }
    }

    /** Where this process finds what the member has at {@code path}: it may have disks of its own. */
    public Path seen(Path path) {
        return Path.of(
                "/proc", Long.toString(jvm.pid()), "root", path.toAbsolutePath().toString());
    }

    /** Lets it end in order. */
    public void stop() {
        jvm.close();
    }

    public boolean isAlive() {
        return jvm.isAlive();
    }

    /** The letter by which Linux names the process's state in {@code /proc}. */
    char state() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(jvm.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    void printLog(int lines) {
        System.err.println("--- " + jvm.name() + (isAlive() ? ", alive" : ", dead") + "; its log ends:");
        jvm.logTail(lines).forEach(line -> System.err.println("  " + line));
    }

    private void signal(String signal) {
        run("kill", "-" + signal, Long.toString(jvm.pid()));
    }

    private void run(String... command) {
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("cannot " + String.join(" ", command) + " for " + jvm.name());
            }
        } catch (IOException noSuchProgram) {
            throw new UncheckedIOException(noSuchProgram);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
