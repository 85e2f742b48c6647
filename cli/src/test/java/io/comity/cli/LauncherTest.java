package io.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code ./comity} script in a tree of its own, with a java and a Maven that only say what they were asked. */
class LauncherTest {
    private static final String[] TOOLS = {
        "bash",
        "cat",
        "dirname",
        "find",
        "flock",
        "grep",
        "head",
        "mkdir",
        "mv",
        "readlink",
        "rm",
        "sed",
        "sleep",
        "sort",
        "tail",
        "touch"
    };

    @TempDir
    Path folder;

    private Path tree;
    private Path tools;

    /** What one run of the script did. */
    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void plantTheTree() throws Exception {
        tree = folder.toRealPath().resolve("a tree");
        tools = tree.resolveSibling("jdk").resolve("bin");
        Files.createDirectories(tools);
        Files.createDirectories(tree.resolve("config/src/main"));
        Files.createDirectories(tree.resolve("cli"));
        Files.copy(Path.of(System.getProperty("comity.root"), "comity"), tree.resolve("comity"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.writeString(tree.resolve("jvm.options"), "");
        Files.writeString(tree.resolve("config/src/main/A.java"), "class A {}");
        for (String tool : TOOLS) {
            linkTool(tool);
        }
        Files.writeString(tools.resolveSibling("release"), "JAVA_VERSION=\"17.0.9\"\n");
        program("java", "echo \"ran $* in $PWD\"");
        program("javac", "exit 0");
        program("mvn", """
                [ "$1" != -version ] || { echo "Apache Maven 3.8.7"; exit 0; }
                echo built >> ../builds
                sleep 0.3
                mkdir -p cli/target; echo jar > cli/target/comity.jar
                """);
    }

    @Test
    void buildsOnceAndPassesTheArguments() throws Exception {
        assertThat(run("demo", "a file").out()).contains("-jar " + tree + "/cli/target/comity.jar demo a file in");
        assertThat(run("version"))
                .matches(outcome -> outcome.exit() == 0 && outcome.err().isEmpty());
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        run();
        makeNewer(tree.resolve("config/src/main/A.java"));
        run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenASourceIsGone() throws Exception {
        run();
        Files.delete(tree.resolve("config/src/main/A.java"));
        makeNewer(tree.resolve("config/src/main"));
        run();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsOnceForTwoThatStartTogether() throws Exception {
        Process one = start(tree.resolve("comity"), "one");
        Process two = start(tree.resolve("comity"), "two");
        assertThat(outcome(one).out()).contains("comity.jar one");
        assertThat(outcome(two).out()).contains("comity.jar two");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void runsThroughALinkInTheFolderOfTheCaller() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(folder.resolve("hop"), tree.resolve("comity"));
        Files.createSymbolicLink(link, Path.of("hop"));
        assertThat(outcome(start(link)).out()).endsWith("in " + folder.toRealPath() + "\n");
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        Files.delete(tools.resolve("java"));
        assertThat(complaint()).startsWith("comity: no java found");
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        for (String old : List.of("11.0.2", "1.8.0_402")) {
            Files.writeString(tools.resolveSibling("release"), "JAVA_VERSION=\"" + old + "\"\n");
            assertThat(complaint()).contains("JDK 17 or newer is needed");
        }
        Files.delete(tools.resolveSibling("release"));
        program("java", "echo 'openjdk version \"16\" 2021' >&2");
        assertThat(complaint()).contains("is version 16; JDK 17");
    }

    @Test
    void saysThatThereIsNoCompilerOnlyWhenItMustBuild() throws Exception {
        run();
        Files.delete(tools.resolve("javac"));
        Files.delete(tools.resolve("mvn"));
        assertThat(run().exit()).isZero();
        makeNewer(tree.resolve("pom.xml"));
        assertThat(complaint()).startsWith("comity: no javac found");
    }

    @Test
    void saysThatThereIsNoMavenOrThatItIsTooOld() throws Exception {
        Files.delete(tools.resolve("mvn"));
        assertThat(complaint()).startsWith("comity: no Maven found");
        program("mvn", "echo 'Apache Maven 3.8.6'");
        assertThat(complaint()).startsWith("comity: Maven 3.8.6 is too old");
    }

    @Test
    void showsWhatAFailedBuildSaidAndTriesAgainNextTime() throws Exception {
        program("mvn", """
                [ "$1" != -version ] || { echo "Apache Maven 3.9.11"; exit 0; }
                echo "[INFO] noise"
                echo "[ERROR] A.java:[1,2] ';' expected"
                exit 1
                """);
        Outcome failed = run();
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err())
                .contains("[ERROR] A.java:[1,2] ';' expected")
                .contains("the whole log is in " + tree + "/target/comity-build.log")
                .doesNotContain("noise");
        assertThat(run().exit()).isEqualTo(1);
    }

    private String complaint() throws Exception {
        Outcome outcome = run();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        return outcome.err();
    }

    private Outcome run(String... args) throws Exception {
        return outcome(start(tree.resolve("comity"), args));
    }

    private Process start(Path script, String... args) throws IOException {
        List<String> command = Stream.concat(Stream.of("bash", script.toString()), Stream.of(args))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", tools.toString());
        return builder.start();
    }

    private static Outcome outcome(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, err);
    }

    private long builds() throws IOException {
        return Files.readAllLines(tree.resolveSibling("builds")).size();
    }

    private static void makeNewer(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(5)));
    }

    private void program(String name, String body) throws IOException {
        script(name, "#!/usr/bin/env bash\n" + body + "\n");
    }

    /** The machine's own tool, so that nothing but what we name is on the path. */
    private void linkTool(String name) throws IOException {
        for (String place : List.of("/usr/bin/", "/bin/")) {
            if (Files.exists(Path.of(place + name))) {
                script(name, "#!/bin/sh\nexec " + place + name + " \"$@\"\n");
                return;
            }
        }
    }

    private void script(String name, String text) throws IOException {
        Path script = tools.resolve(name);
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
