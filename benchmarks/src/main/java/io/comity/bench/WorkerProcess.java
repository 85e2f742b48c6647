package io.comity.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that obeys orders, one line each, and answers each in one line, in a JVM of its own with this one's class path and
 * flags and a heap of {@value #HEAP}.
 */
public final class WorkerProcess implements AutoCloseable {
    static final String HEAP = "-Xmx512m";
    private static final int MAX_UNREAD_ANSWERS = 16;
    private static final String ENDED = "";

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedWriter orders;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(MAX_UNREAD_ANSWERS);

    private WorkerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(this::read, "answers of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** A {@link Worker}. */
    static WorkerProcess fork(String name, Side side, Work work, Path folder) {
        return fork(
                name,
                Worker.class,
                List.of(
                        side.contender().name(),
                        folder.toString(),
                        "" + work.sizeBytes(),
                        "" + work.window(),
                        "" + work.batch(),
                        "" + side.links(),
                        "" + side.rated()),
                folder);
    }

    /**
     * @param program has a {@code main} that takes {@code args}, obeys its standard input and ends with it
     * @param folder for its log
     */
    public static WorkerProcess fork(String name, Class<?> program, List<String> args, Path folder) {
        return fork(name, List.of(), program, args, folder);
    }

    /** @param flags of the virtual machine, beside those that all have */
    public static WorkerProcess fork(
            String name, List<String> flags, Class<?> program, List<String> args, Path folder) {
        Path log = folder.resolve(name.replace(' ', '-') + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(sharedFlags(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.add(HEAP);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(args);
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            return new WorkerProcess(name, log, process);
        } catch (IOException e) {
            throw new BenchException("cannot start a JVM: " + e.getMessage(), e);
        }
    }

    /** Those of {@code flags} that shape every Comity process ({@code jvm.options}), not this one alone. */
    static List<String> sharedFlags(List<String> flags) {
        return flags.stream()
                .filter(flag -> flag.startsWith("-XX:") || flag.startsWith("--") || flag.startsWith("-Dakka."))
                .filter(flag -> !flag.equals("--add-modules=ALL-DEFAULT"))
                .toList();
    }

    /**
     * Tells the worker {@code order} and waits for its answer.
     *
     * @return the words after {@code expected}
     * @throws BenchException when it answers otherwise, dies, or takes longer than {@code patience}
     */
    public String tell(String order, String expected, Duration patience) {
        order(order);
        return answer(expected, patience);
    }

    /** Tells it {@code order}; {@link #answer} must follow. */
    public void order(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new BenchException(name + " died" + lastWords(), e);
        }
    }

    /** Waits for the answer to the oldest order that has none; otherwise as {@link #tell}. */
    public String answer(String expected, Duration patience) {
        try {
            return check(answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS), expected);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    public long pid() {
        return process.pid();
    }

    private String check(@Nullable String answer, String expected) {
        if (answer == null) {
            throw new BenchException(name + " gave no answer in time" + lastWords());
        } else if (answer.equals(ENDED)) {
            throw new BenchException(name + " died" + lastWords());
        } else if (!answer.startsWith(expected)) {
            throw new BenchException(name + " " + answer);
        }
        return answer.substring(expected.length()).strip();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answers.put(line);
            }
            answers.put(ENDED);
        } catch (IOException e) {
            answers.offer(ENDED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String lastWords() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((a, b) -> b)
                    .map(line -> ": " + line.strip())
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** At once, as a crash would. */
    void kill() {
        process.destroyForcibly();
    }

    /** Closes its standard input, which ends it. */
    @Override
    public void close() {
        try {
            orders.close();
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // it is gone already
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
