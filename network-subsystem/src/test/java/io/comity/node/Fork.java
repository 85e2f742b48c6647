package io.comity.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** A program of these tests in a process of its own, told what to do in lines and answering in lines. It ends with its parent. */
final class Fork implements AutoCloseable {
    /** Otherwise Java makes a thread for the answer to each ask where there are two processors, and that is what would be measured. */
    private static final String TWO_THREADS_FOR_ASKS = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2";

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private Fork(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** @param before what the command line begins with: perhaps {@code nice} */
    static Fork of(List<String> before, Class<?> program, String... arguments) throws IOException {
        return of(before, List.of(), program, arguments);
    }

    /** @param flags of the virtual machine, beside those that all have */
    static Fork of(List<String> before, List<String> flags, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", TWO_THREADS_FOR_ASKS));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return new Fork(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** In the child: answers each line with what {@code does} returns, until there is nobody left to answer. */
    static void serve(Callable<String> does) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        answers.println("ready");
        while (orders.readLine() != null) {
            answers.println(does.call());
        }
        Runtime.getRuntime().halt(0);
    }

    /** In the child: the same for orders that have words in them. */
    static void serve(Function<String, String> obeys) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        answers.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            answers.println(obeys.apply(order));
        }
        Runtime.getRuntime().halt(0);
    }

    void tell() {
        tell("");
    }

    void tell(String order) {
        orders.println(order);
    }

    /** What it answers to that. */
    String ask(String order) throws IOException {
        orders.println(order);
        return answer();
    }

    /** What it answers next; fails when it dies. */
    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the process ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
