package io.comity.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.comity.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show is true: their Java compiles and runs, their settings are accepted, their links lead somewhere. */
final class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("comity.root", ".."));
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern METHOD = Pattern.compile("void (\\w+)\\(");
    private static final Pattern CLASS = Pattern.compile("public (?:final )?class (\\w+)");

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Spec))`");

    private record Block(Path document, String language, String text) {}

    @TempDir
    Path folder;

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static List<Block> blocks(String language) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path document : documents()) {
            Matcher block = BLOCK.matcher(Files.readString(document));
            while (block.find()) {
                if (block.group(1).equals(language)) {
                    blocks.add(new Block(document, language, block.group(2)));
                }
            }
        }
        return blocks;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private String compile(Block block) {
        Matcher named = CLASS.matcher(block.text());
        assertThat(named.find()).as("a class in %s", block.document()).isTrue();
        Path source = folder.resolve(named.group(1) + ".java");
        try {
            Files.writeString(source, block.text());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath(), "-d", folder.toString(), source.toString());
        assertThat(status)
                .as("compiling %s of %s", source.getFileName(), block.document())
                .isZero();
        return named.group(1);
    }

    @Test
    void everyJavaBlockCompiles() throws IOException {
        Predicate<Block> isTest = block -> block.text().startsWith("@Test");
        assertThat(blocks("java").stream().filter(isTest.negate())).isNotEmpty().allSatisfy(this::compile);
        assertThat(blocks("java").stream().filter(isTest)).isNotEmpty().allSatisfy(this::assertIsATest);
    }

    /** What needs more than a program has is shown from a test, which the build compiles and runs. */
    private void assertIsATest(Block block) throws IOException {
        Matcher named = METHOD.matcher(block.text());
        assertThat(named.find()).as("a method in %s", block.document()).isTrue();
        try (Stream<Path> files = Files.walk(ROOT)) {
            assertThat(files.filter(file -> file.toString().endsWith("Test.java")))
                    .as("the test %s of %s", named.group(1), block.document())
                    .anyMatch(file -> text(file).contains(unindented(block.text())));
        }
    }

    private static String text(Path file) {
        try {
            return unindented(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void theReadmesTwentyLinesPrintWhatItSays() throws Exception {
        String name = compile(blocks("java").get(0));
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + ROOT.resolve("jvm.options"),
                        "-cp",
                        folder + java.io.File.pathSeparator + classPath(),
                        name)
                .redirectError(folder.resolve("errors").toFile());
        program.environment().put("COMITY_HOME", folder.resolve("home").toString());
        Process process = program.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        assertThat(printed.lines()).contains("Hello, Bob");
    }

    @Test
    void everySettingShownIsAccepted() throws IOException {
        for (Block block : blocks("hocon")) {
            Path file = Files.writeString(folder.resolve("comity.conf"), block.text());
            assertThat(ConfigFactory.parseString(block.text()).isEmpty()).isFalse();
            Settings.load(file, Map.of(), Map.of(), getClass().getClassLoader());
        }
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                assertThat(document.resolveSibling(link.group(1)))
                        .as("link in %s", document)
                        .exists();
            }
        }
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") || name.endsWith(".scala"))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .collect(Collectors.toSet());
        }
        for (Path document : documents()) {
            Matcher named = TEST.matcher(Files.readString(document));
            while (named.find()) {
                assertThat(tests).as("named in %s", document).contains(named.group(1));
            }
        }
    }
}
