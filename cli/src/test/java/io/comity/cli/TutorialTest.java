package io.comity.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what {@code docs/missions.md} says, in two homes, and compares what is printed: its program in processes of its own, its
 * commands here. In what the tutorial shows, an ellipsis stands for what differs each time, and on a line of its own for any lines.
 */
final class TutorialTest {
    private static final Path ROOT = Path.of(System.getProperty("comity.root", ".."));
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern PROMPT = Pattern.compile("(alice|bob)\\$ (.*)");
    private static final Pattern ASKED = Pattern.compile("(.*\\[y/N\\] )(.*)");
    private static final String COMMAND = "./comity ";
    private static final String PROGRAM = "java @jvm.options -cp cli/target/comity.jar:. Greetings ";
    private static final String ELLIPSIS = "…";

    @TempDir
    Path folder;

    private final List<Process> running = new ArrayList<>();
    private String invitation = "";
    private String bob = "";

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("docs/missions.md")));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : running) {
            process.destroy();
            process.waitFor();
        }
        System.clearProperty(Console.ASKS);
    }

    @Test
    @Timeout(300)
    void everyCommandPrintsWhatTheTutorialShows() throws Exception {
        compile(blocks("java").get(0));
        List<String> blocks = blocks("console");
        assertThat(blocks).hasSizeGreaterThan(10);
        for (String block : blocks) {
            List<String> lines = block.lines().toList();
            Matcher prompt = PROMPT.matcher(lines.get(0));
            assertThat(prompt.matches()).as(lines.get(0)).isTrue();
            String printed = run(prompt.group(1), prompt.group(2), answer(lines));
            List<String> shown = lines.subList(1, lines.size()).stream()
                    .map(line -> ASKED.matcher(line).replaceAll("$1"))
                    .toList();
            assertThat(printed).as(lines.get(0)).matches(pattern(shown));
        }
        assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("invite1");
    }

    private void compile(String program) throws IOException {
        Path source = Files.writeString(folder.resolve("Greetings.java"), program);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath(), "-d", folder.toString(), source.toString());
        assertThat(status).isZero();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** What somebody types in answer to a question, as the block shows it. */
    private static String answer(List<String> lines) {
        return lines.stream()
                .map(ASKED::matcher)
                .filter(Matcher::matches)
                .map(asked -> asked.group(2) + "\n")
                .collect(Collectors.joining());
    }

    /** The question ends without a line's end: whoever answers types that. */
    private static String pattern(List<String> shown) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown) {
            if (line.strip().equals(ELLIPSIS)) {
                pattern.append("(?:.*\\n)*");
            } else {
                pattern.append(Arrays.stream(line.split(ELLIPSIS, -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+")));
                pattern.append(line.endsWith("[y/N] ") ? "" : "\\n");
            }
        }
        return pattern.toString();
    }

    private String run(String who, String line, String answer) throws Exception {
        if (line.startsWith(PROGRAM)) {
            return program(who, line.substring(PROGRAM.length()).split(" "));
        }
        assertThat(line).startsWith(COMMAND);
        String command = line.substring(COMMAND.length())
                .replace("invite1" + ELLIPSIS, invitation)
                .replace("node1" + ELLIPSIS, bob);
        return command(who, command.split(" "), answer);
    }

    private String command(String who, String[] words, String answer) throws IOException {
        System.setProperty(Console.ASKS, String.valueOf(!answer.isEmpty()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] args = Stream.concat(
                        Arrays.stream(words), Stream.of("--home", home(who).toString()))
                .toArray(String[]::new);
        int exit = Comity.run(
                new ByteArrayInputStream(answer.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                args);
        assertThat(err.toString(UTF_8)).as(String.join(" ", words)).isEmpty();
        assertThat(exit).isEqualTo(out.toString(UTF_8).contains("cannot use") ? 1 : 0);
        return remember(words[0], out.toString(UTF_8));
    }

    /** What later commands write again. */
    private String remember(String command, String printed) {
        String[] lines = printed.split("\n");
        if (command.equals("invite")) {
            invitation = lines[lines.length - 1];
        } else if (command.equals("grants")) {
            Matcher id = Pattern.compile("node1[a-z2-7]+").matcher(printed);
            bob = id.find() ? id.group() : bob;
        }
        return printed;
    }

    private Path home(String who) {
        return folder.resolve("home-of-" + who);
    }

    /** Alice's goes on running once it has said that it answers; Bob's ends. */
    private String program(String who, String[] args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ROOT.resolve("jvm.options"),
                "-cp",
                folder + File.pathSeparator + classPath(),
                "Greetings"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors").toFile()));
        builder.environment().put("COMITY_HOME", home(who).toString());
        Process process = builder.start();
        running.add(process);
        BufferedReader printed = process.inputReader(UTF_8);
        String line = printed.readLine();
        assertThat(line).as(Files.readString(folder.resolve("errors"))).isNotNull();
        if (args.length > 1) {
            assertThat(process.waitFor()).isZero();
        }
        return line + "\n";
    }
}
