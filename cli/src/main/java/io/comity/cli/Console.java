package io.comity.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * Where commands print. Results go to the standard output; progress (only when somebody watches) and errors (one line
 * each) to the standard error.
 */
final class Console {
    /** Set by the launcher: true when the standard error is a terminal. */
    static final String TERMINAL = "comity.terminal";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean watched;

    private Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        this.watched = Boolean.getBoolean(TERMINAL);
    }

    /** {@code root} as a command line that prints to {@code out} and {@code err} and turns failures into exit codes. */
    static CommandLine commandLine(Object root, PrintStream out, PrintStream err) {
        Console console = new Console(out, err);
        CommandLine line = new CommandLine(root, new Commands(console));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((wrong, args) -> {
            String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
            console.error(firstLine(wrong) + " (see " + command + " --help)");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            console.error(firstLine(failure));
            return ExitCode.SOFTWARE;
        });
        return line;
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
        err.println("comity: " + line);
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
