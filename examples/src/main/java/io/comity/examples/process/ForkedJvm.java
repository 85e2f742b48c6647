package io.comity.examples.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM forked on this machine, running a {@link Program}, with a folder of its own for its key and its log. It lives no
 * longer than its parent: it halts when its standard input ends, and a shutdown hook destroys it besides.
 *
 * <p>One thread at a time may {@link #ask}.
 */
public final class ForkedJvm implements AutoCloseable {
    /** How long a JVM may take to start, on a small machine that is busy with others. */
    public static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private final String name;
    private final Path log;
    private final Process process;
    private final Inbox inbox;
    private final BufferedWriter commands;
    private final Thread destroyer;

    private ForkedJvm(String name, Path log, Process process, Consumer<String> events) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.inbox = Inbox.reading(name, process, events);
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        this.destroyer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(destroyer);
    }

    /**
     * Starts {@code main} in a new JVM and waits until its program has opened.
     *
     * @param folder made if missing; holds the log, and is the child's {@code COMITY_HOME}
     * @param events hears every event, in order, on the reading thread
     * @throws ForkFailure when it does not open within {@link #START_DEADLINE}
     */
    public static ForkedJvm start(
            String name, Class<?> main, Path folder, Consumer<String> events, String... arguments) {
        return start(List.of(), name, main, folder, events, arguments);
    }

    /** @param launcher the beginning of a command that runs the JVM's, as {@code setpriv} and its options do; perhaps nothing */
    public static ForkedJvm start(
            List<String> launcher,
            String name,
            Class<?> main,
            Path folder,
            Consumer<String> events,
            String... arguments) {
        Path log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>(launcher);
            command.addAll(CommandLine.of(main, List.of(arguments)));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(key -> key.startsWith("COMITY_"));
            builder.environment().put("COMITY_HOME", folder.toAbsolutePath().toString());
            builder.redirectError(log.toFile());
            ForkedJvm jvm = new ForkedJvm(name, log, builder.start(), events);
            jvm.opened();
            return jvm;
        } catch (IOException cannotFork) {
            throw new UncheckedIOException(cannotFork);
        }
    }

    private void opened() {
        try {
            answer("start", START_DEADLINE);
        } catch (ForkFailure failed) {
            destroy();
            throw failed;
        }
    }

    /**
     * Gives a command and waits for its answer.
     *
     * @throws ForkFailure when the program refuses, dies or does not answer in time
     */
    public String ask(String command, Duration deadline) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException gone) {
            throw new ForkFailure(name + " is gone and cannot be asked to " + word(command), gone);
        }
        return answer(word(command), deadline);
    }

    /** What may be named in a failure: what follows it may be an invitation. */
    private static String word(String command) {
        return command.split(" ", 2)[0];
    }

    private String answer(String command, Duration deadline) {
        String line = inbox.answer(command, deadline);
        if (line.startsWith(Dialogue.NO)) {
            throw new ForkFailure(name + " refused to " + command + ": " + line.substring(Dialogue.NO.length()));
        }
        return line.substring(Math.min(Dialogue.OK.length(), line.length()));
    }

    /**
     * Waits until an event that starts with {@code prefix} has been told, now or earlier, and takes it.
     *
     * @return the event's text
     * @throws ForkFailure when the program dies first or tells none in time
     */
    public String await(String prefix, Duration deadline) {
        return inbox.event(prefix, deadline);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended, or that long. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last {@code lines} of what it logged. */
    public List<String> logTail(int lines) {
        try {
            List<String> all = Files.readAllLines(log, ISO_8859_1);
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException unreadable) {
            return List.of("(no log: " + unreadable.getMessage() + ")");
        }
    }

    /** Kills it on the spot (SIGKILL) and waits until it is dead. */
    public void destroy() {
        process.destroyForcibly();
        process.onExit().join();
        inbox.join();
        try {
            Runtime.getRuntime().removeShutdownHook(destroyer);
        } catch (IllegalStateException shuttingDown) {
            return;
        }
    }

    /** Lets it end in order, then makes sure. */
    @Override
    public void close() {
        try {
            if (isAlive()) {
                ask(Dialogue.STOP, STOP_DEADLINE);
            }
        } catch (ForkFailure unwilling) {
            // It did not end in order; what follows ends it anyway.
        } finally {
            destroy();
        }
    }
}
