package io.comity.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.comity.node.NoNodeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * Where commands print. Results go to the standard output; progress (only when somebody watches) and errors (one line
 * each) to the standard error.
 */
final class Console {
    /** Set by the launcher: true when the standard error is a terminal. */
    static final String TERMINAL = "comity.terminal";

    /** Set by the launcher: true when the standard input is a terminal. */
    static final String ASKS = "comity.asks";

    /** What somebody typed in the wrong place must not go to where errors are kept. */
    private static final Pattern SECRET = Pattern.compile("(?i)\\b((?:invite|mission)1)[a-z2-7]{8,}");

    private static final int MAX_ANSWER_BYTES = 1_024;
    private static final int NO_END = -2;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ERASE_LINE = "\r\033[K";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean watched;

    private Console(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.watched = Boolean.getBoolean(TERMINAL);
    }

    /** {@code root} as a command line that prints to {@code out} and {@code err} and turns failures into exit codes. */
    static CommandLine commandLine(Object root, PrintStream out, PrintStream err) {
        return commandLine(root, InputStream.nullInputStream(), out, err);
    }

    /** The same for commands that read. */
    static CommandLine commandLine(Object root, InputStream in, PrintStream out, PrintStream err) {
        Console console = new Console(in, out, err);
        CommandLine line = new CommandLine(root, new Commands(console));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((wrong, args) -> {
            String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
            console.error(
                    firstLine(wrong).replaceFirst("^Error: ", "") + meant(wrong) + " (see " + command + " --help)");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            console.error(firstLine(failure));
            return failure instanceof NoNodeException ? NodeCommand.NO_NODE : ExitCode.SOFTWARE;
        });
        return line;
    }

    private static String meant(CommandLine.ParameterException wrong) {
        List<String> meant = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        return meant.isEmpty() ? "" : "; did you mean " + meant.get(0) + "?";
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    void print(String text) {
        endProgress();
        out.print(text);
        out.flush();
    }

    void print(JsonNode json) {
        try {
            print(JSON.writeValueAsString(json) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /** Whether somebody is there to be asked. */
    boolean asks() {
        return Boolean.getBoolean(ASKS);
    }

    /** What somebody answers in one line; nothing when the input ends. */
    String ask(String question) {
        print(question);
        return read(MAX_ANSWER_BYTES, '\n');
    }

    /** The whole input, up to so much of it. */
    String read(int maxBytes) {
        return read(maxBytes, NO_END);
    }

    private String read(int maxBytes, int end) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0 && next != end && read.size() < maxBytes; next = in.read()) {
                read.write(next);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException("the standard input cannot be read", gone);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /** Replaces the progress line. */
    void progress(String text) {
        if (watched) {
            err.print(ERASE_LINE + "comity: " + text);
            err.flush();
        }
    }

    private void endProgress() {
        if (watched) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    private void error(String line) {
        endProgress();
        err.println("comity: " + SECRET.matcher(line).replaceAll("$1…"));
    }

    /** The message's first line; the type's name when it has none. */
    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> !line.isBlank() && !line.equals("null"))
                .findFirst()
                .orElse(failure.getClass().getSimpleName());
    }
}
