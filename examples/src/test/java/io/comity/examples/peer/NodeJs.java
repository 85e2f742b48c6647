package io.comity.examples.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of examples/node-peer, run by the node that is on the PATH. */
final class NodeJs implements AutoCloseable {
    static final Path FOLDER = Path.of(System.getProperty("comity.root", ".."), "examples", "node-peer");

    private static final int OLDEST = 20;
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final List<String> heard = new ArrayList<>();

    private NodeJs(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Whether there is one; if not, says so in a line. */
    static void require() {
        boolean there = version() >= OLDEST;
        if (!there) {
            System.out.println("left out: the peer in JavaScript, since there is no node of version " + OLDEST
                    + " or newer on the PATH");
        }
        assumeTrue(there, "node on the PATH");
    }

    private static int version() {
        try (NodeJs node = run(List.of("node", "--version"))) {
            String line = node.await("v");
            return Integer.parseInt(line.substring(1, line.indexOf('.')));
        } catch (IOException absent) {
            return 0;
        }
    }

    static NodeJs start(String program, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("node", FOLDER.resolve(program).toString()));
        command.addAll(arguments);
        return run(command);
    }

    private static NodeJs run(List<String> command) throws IOException {
        return new NodeJs(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The next line that begins so. */
    String await(String beginning) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            heard.add(line);
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError("no line that begins with \"" + beginning + "\" in " + heard);
    }

    /** How it ended. */
    int exit() throws IOException, InterruptedException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            heard.add(line);
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + heard);
        }
        return process.exitValue();
    }

    /** All that it printed and was read. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
