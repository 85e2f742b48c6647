package io.comity.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestTest {
    private static final String PROTOCOL =
            "@Mission(\"talk\") @Mission(value = \"say\", messages = Say.class) public sealed interface Room permits Say {}";

    private static final Compiled.Source ROOM = Compiled.Source.named("Room", PROTOCOL);
    private static final Compiled.Source SAY = Compiled.Source.named(
            "Say",
            "/** Says \"{@code text}\" to {@link Room}. Not this. */",
            "@Mission(value = \"loud\", engines = {\"stage\", \"hall\"})",
            "public record Say(String text, List<Mood> moods, Map<Integer, Box<byte[]>> boxes, ActorRef<Said> replyTo)",
            "    implements Room {}",
            "/**",
            " * How it is",
            " * said",
            " *",
            " * @see Say",
            " */",
            "enum Mood { GLAD, SAD }",
            "record Box<T>(Optional<T> content) {}",
            "sealed interface Said {}",
            "record Heard(boolean twice) implements Said {}",
            "record Lost() implements Said {}");

    @TempDir
    Path folder;

    @TempDir
    Path other;

    @Test
    void saysWhichMissionsHaveWhichMessagesAndWhatTheseLookLike() {
        assertThat(Compiled.with(folder, ROOM, SAY).manifest()).isEqualTo("""
                        {
                          "format": 1,
                          "missions": [
                            {"mission": "loud", "message": "demo.Say", "engines": ["hall", "stage"], "declared": ["demo.Say"]},
                            {"mission": "say", "message": "demo.Say", "engines": [], "declared": ["demo.Room"]},
                            {"mission": "talk", "message": "demo.Say", "engines": [], "declared": ["demo.Room"]}
                          ],
                          "types": [
                            {"type": "demo.Box<byte[]>", "doc": "", "fields": [{"name": "content", "type": "Optional<byte[]>"}]},
                            {"type": "demo.Heard", "doc": "", "fields": [{"name": "twice", "type": "boolean"}]},
                            {"type": "demo.Lost", "doc": "", "fields": []},
                            {"type": "demo.Mood", "doc": "How it is said", "constants": ["GLAD", "SAD"]},
                            {"type": "demo.Said", "doc": "", "cases": ["demo.Heard", "demo.Lost"]},
                            {"type": "demo.Say", "doc": "Says \\"text\\" to Room.", "fields": [{"name": "text", "type": "String"}, \
                        {"name": "moods", "type": "List<demo.Mood>"}, {"name": "boxes", "type": "Map<int,demo.Box<byte[]>>"}, \
                        {"name": "replyTo", "type": "ActorRef<demo.Said>"}]}
                          ]
                        }
                        """);
    }

    @Test
    void isTheSameWhateverTheOrderOfTheSources() {
        assertThat(Compiled.with(folder, ROOM, SAY).manifest())
                .isEqualTo(Compiled.with(other, SAY, ROOM).manifest());
    }

    @Test
    void isTheSameWhenOnlyWhatChangedIsCompiledAgain() {
        String all = Compiled.with(folder, ROOM, SAY).manifest();
        assertThat(Compiled.with(folder, ROOM).manifest()).isEqualTo(all);
        assertThat(Compiled.with(folder, Compiled.Source.named("Unrelated", "class Unrelated {}"))
                        .manifest())
                .isEqualTo(all);
    }

    @Test
    void forgetsWhatIsNoLongerDeclared() {
        Compiled.with(folder, ROOM, SAY);
        Compiled changed = Compiled.with(
                folder,
                Compiled.Source.named("Room", "@Mission(\"talk\") public sealed interface Room permits Say {}"),
                Compiled.Source.named("Say", "public record Say(String text) implements Room {}"));
        assertThat(changed.manifest("\"mission\"")).hasSize(1);
        Compiled silent =
                Compiled.with(folder, Compiled.Source.named("Room", "public sealed interface Room permits Say {}"));
        assertThat(silent.errors()).isEmpty();
        assertThat(silent.manifest("\"m")).containsExactly("\"missions\": []");
    }

    @Test
    void aProgramWithoutMissionsHasNone() {
        assertThat(Compiled.with(folder, Compiled.Source.demo("record Say() {}"))
                        .hasManifest())
                .isFalse();
    }

    @Test
    void takesTheFirstSentenceOfAComment() {
        assertThat(FirstSentence.of(" Greets <b>you</b>, 2.5 times! Then\n more."))
                .isEqualTo("Greets you, 2.5 times!");
        assertThat(FirstSentence.of(" Sees {@link Greeter.Greet#name the name} and {@link #other}\n @param x no."))
                .isEqualTo("Sees the name and other");
        assertThat(FirstSentence.of(" Only a title\n\n <p>More.")).isEqualTo("Only a title");
        assertThat(FirstSentence.of(null)).isEmpty();
        String longest = "x".repeat(FirstSentence.MAX_LENGTH);
        assertThat(FirstSentence.of(longest)).isEqualTo(longest);
        assertThat(FirstSentence.of(longest + "y")).isEqualTo(longest + "…");
    }
}
