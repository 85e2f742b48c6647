package io.comity.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four mistakes, each found when the program is compiled, with file and line. The first line is the imports'. */
final class MistakesTest {
    @TempDir
    Path folder;

    private void refused(String[] lines, String... errors) {
        Compiled compiled = Compiled.with(folder, Compiled.Source.demo(lines));
        assertThat(compiled.errors()).containsExactly(errors);
        assertThat(compiled.hasManifest()).isFalse();
    }

    private static String[] lines(String... lines) {
        return lines;
    }

    @Test
    void aMalformedDeclaration() {
        String allowed =
                "\" is not allowed; use 1 to 64 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit";
        refused(
                lines(
                        "sealed interface Room {}",
                        "@Mission(\"Hello World\")",
                        "record Say(String text) implements Room {}",
                        "@Mission(",
                        "    \"\")",
                        "record Hum() implements Room {}",
                        "@Mission(\"" + "x".repeat(64) + "\")",
                        "@Mission(\"" + "x".repeat(65) + "\")",
                        "record Sing() implements Room {}"),
                "Demo.java:6: mission name \"" + allowed,
                "Demo.java:3: mission name \"Hello World" + allowed,
                "Demo.java:10: mission name \"" + "x".repeat(65) + allowed);
    }

    @Test
    void aMissionDeclaredTwice() {
        refused(
                lines(
                        "sealed interface Room {}",
                        "@Mission(\"talk\")",
                        "@Mission(\"other\")",
                        "@Mission(\"talk\")",
                        "record Say(String text) implements Room {}"),
                "Demo.java:6: mission \"talk\" is declared twice on Say; write it once, with all engines and messages");
    }

    @Test
    void whatIsNoMessageOfAProtocol() {
        refused(
                lines(
                        "@Mission(\"a\") class Plain {}",
                        "@Mission(\"b\") interface Open {}",
                        "@Mission(\"c\")",
                        "record Alone(int n) {}",
                        "class Engine {",
                        "  sealed interface Command {}",
                        "  @Mission(\"d\")",
                        "  private record Tick() implements Command {}",
                        "  record Say() implements Command {}",
                        "}"),
                "Demo.java:4: Alone is no message: no sealed interface permits it; let it implement the protocol of its"
                        + " engine",
                "Demo.java:8: Engine.Tick is private: it is what an engine tells itself, and no other node may send it;"
                        + " remove the annotation or the private",
                "Demo.java:3: Open is no message: only a record or an enum that a sealed interface permits, or the sealed"
                        + " interface itself, can be in a mission",
                "Demo.java:2: Plain is no message: only a record or an enum that a sealed interface permits, or the sealed"
                        + " interface itself, can be in a mission");
    }

    @Test
    void aComponentThatCannotTravel() {
        refused(
                lines(
                        "sealed interface Room {}",
                        "@Mission(\"a\") record Say(",
                        "    String text,",
                        "    Thread thread) implements Room {}",
                        "@Mission(\"b\") record Ask(ActorRef<Reply> replyTo) implements Room {}",
                        "record Reply(",
                        "    java.util.function.Function<String, String> f) {}",
                        "@Mission(\"c\")",
                        "sealed interface Hall {}",
                        "record Put(Set<int[]> sets) implements Hall {}"),
                "Demo.java:8: Reply.f: java.util.function.Function cannot travel between nodes; use a record or an ActorRef",
                "Demo.java:11: Put.sets: int[] cannot travel between nodes; use a List",
                "Demo.java:5: Say.thread: java.lang.Thread cannot travel between nodes; use a record");
    }

    @Test
    void aComponentOfATypeThatWasCompiledBefore() {
        Compiled.without(folder, Compiled.Source.named("Library", "public record Library(Thread thread) {}"));
        refused(
                lines(
                        "sealed interface Room {}",
                        "",
                        "@Mission(\"a\")",
                        "record Say(Library library) implements Room {}"),
                "Demo.java:4: Library.thread: java.lang.Thread cannot travel between nodes; use a record");
    }

    @Test
    void aComponentOfATypeThatAnotherProcessorMakes() {
        Compiled compiled = Compiled.with(
                folder,
                Compiled.Source.demo(
                        "sealed interface NeedsMade {}",
                        "@Mission(\"a\") record Say(Made made) implements NeedsMade {}"));
        assertThat(compiled.errors())
                .singleElement()
                .asString()
                .endsWith("Made.java:1: Made.thread: java.lang.Thread cannot travel between nodes; use a record");
    }

    @Test
    void aTypeThatDoesNotExistIsReportedByTheCompilerAlone() {
        Compiled compiled = Compiled.with(
                folder,
                Compiled.Source.demo(
                        "sealed interface Room {}",
                        "@Mission(\"a\") record Say(List<Missing> text) implements Room {}"));
        assertThat(compiled.errors()).singleElement().asString().startsWith("Demo.java:3: cannot find symbol");
    }

    @Test
    void anEngineOrAMessageThatIsNotThere() {
        refused(
                lines(
                        "@Mission(value = \"a\",",
                        "    messages = Hum.class)",
                        "@Mission(value = \"b\",",
                        "    engines = {\"room\", \"Not An Engine\"})",
                        "sealed interface Room {}",
                        "record Say() implements Room {}",
                        "@Mission(value = \"c\", messages = {Ring.class, Tick.class, String.class})",
                        "sealed interface Bell {}",
                        "record Ring() implements Bell {}",
                        "record Hum() {}",
                        "class Own { private record Tick() {} }",
                        "record Tick() {}"),
                "Demo.java:8: Bell has no message Tick of another node; it has Ring",
                "Demo.java:8: Bell has no message String of another node; it has Ring",
                "Demo.java:6: no engine can be called \"Not An Engine\"; use 1 to 64 of a-z 0-9 - . _ / and begin and end"
                        + " with a letter or digit");
    }

    @Test
    void aMessageThatIsNotThereBesideOneThatIs() {
        refused(
                lines(
                        "@Mission(value = \"a\",",
                        "    messages = Hum.class)",
                        "sealed interface Room {}",
                        "record Say() implements Room {}",
                        "record Hum() {}"),
                "Demo.java:3: Room has no message Hum of another node; it has Say");
    }

    @Test
    void aProgramWithoutMistakesHasNone() {
        Compiled compiled = Compiled.with(
                folder,
                Compiled.Source.demo(
                        "@Mission(\"talk\") @Mission(value = \"say\", messages = Say.class, engines = \"a/b-1\")",
                        "sealed interface Room {}",
                        "@Mission(\"talk\") record Say(String text, ActorRef<Said> replyTo) implements Room {}",
                        "record Said() {}",
                        "@Mission(\"knock\") enum Knock implements Room { ONCE, TWICE }"));
        assertThat(compiled.errors()).isEmpty();
        assertThat(compiled.hasManifest()).isTrue();
    }
}
