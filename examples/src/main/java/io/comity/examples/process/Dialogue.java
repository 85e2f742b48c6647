package io.comity.examples.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The child's end of the conversation with its parent: commands come in on standard input, answers and events leave on
 * standard output, one line each. Everything else that is printed goes to standard error, which the parent keeps as a log.
 * <pre>
 *  parent to child   command rest
 *  child to parent   ok answer | no message | event text
 * </pre>
 * The end of the input means that the parent has died: the child then halts at once, whatever it is doing.
 */
public final class Dialogue {
    static final String OK = "ok ";
    static final String NO = "no ";
    static final String EVENT = "event ";
    static final String STOP = "stop";

    private final PrintStream toParent;

    private Dialogue(PrintStream toParent) {
        this.toParent = toParent;
    }

    /** Runs a program until its parent stops it or dies; does not return. To be called from {@code main}, once. */
    public static void serve(Program.Opening opening) throws Exception {
        Dialogue dialogue = new Dialogue(new PrintStream(System.out, true, UTF_8));
        System.setOut(System.err);
        ExecutorService oneByOne = Executors.newSingleThreadExecutor();
        Program program = oneByOne.submit(() -> dialogue.open(opening)).get();
        dialogue.say(OK);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = next(commands); line != null; line = next(commands)) {
            String command = line;
            oneByOne.execute(() -> dialogue.answer(program, command));
        }
        Runtime.getRuntime().halt(1);
    }

    /** Tells the parent something that it did not ask for. */
    public void event(String text) {
        say(EVENT + text);
    }

    private Program open(Program.Opening opening) {
        try {
            return opening.open(this);
        } catch (Exception failed) {
            refuse(failed);
            Runtime.getRuntime().halt(1);
            throw new IllegalStateException("halted", failed);
        }
    }

    private void refuse(Exception failed) {
        failed.printStackTrace();
        say(NO + (failed.getMessage() == null ? failed.getClass().getName() : failed.getMessage()));
    }

    private static @Nullable String next(BufferedReader commands) {
        try {
            return commands.readLine();
        } catch (IOException parentDied) {
            return null;
        }
    }

    private void answer(Program program, String line) {
        int space = line.indexOf(' ');
        String command = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1);
        if (command.equals(STOP)) {
            program.close();
            say(OK);
            System.exit(0);
        }
        try {
            say(OK + program.answer(command, rest));
        } catch (Exception refused) {
            refuse(refused);
        }
    }

    private synchronized void say(String line) {
        toParent.println(line.replace('\n', ' ').replace('\r', ' '));
    }
}
