package io.comity.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DifferenceTest {
    private static final String SAY = mission("talk", "a.Say", "");
    private static final String HUM = mission("talk", "a.Hum", "");
    private static final String SAY_TYPE = record("a.Say", "text", "String");
    private static final String HUM_TYPE = record("a.Hum", "times", "int");

    @TempDir
    Path folder;

    private static String mission(String name, String message, String engines) {
        return "{\"mission\": \"" + name + "\", \"message\": \"" + message + "\", \"engines\": [" + engines + "]}";
    }

    private static String record(String name, String field, String type) {
        return "{\"type\": \"" + name + "\", \"doc\": \"\", \"fields\": [{\"name\": \"" + field + "\", \"type\": \""
                + type + "\"}]}";
    }

    private static String manifest(List<String> missions, String... types) {
        return "{\"format\": 1, \"missions\": [" + String.join(",", missions) + "], \"types\": ["
                + String.join(",", types) + "]}";
    }

    private Difference between(String before, String after) throws IOException {
        return Difference.between(
                Manifests.of(Files.writeString(folder.resolve("before.json"), before)),
                Manifests.of(Files.writeString(folder.resolve("after.json"), after)));
    }

    private static List<String> texts(List<Difference.Change> changes) {
        return changes.stream()
                .map(change -> change.mission() + ": " + change.text())
                .toList();
    }

    private void changes(String before, String after, List<String> wider, List<String> narrower) throws IOException {
        Difference difference = between(before, after);
        assertThat(texts(difference.wider())).isEqualTo(wider);
        assertThat(texts(difference.narrower())).isEqualTo(narrower);
        assertThat(difference.fresh()).isEmpty();
    }

    @Test
    void theSameChangesNothing() throws IOException {
        String same = manifest(List.of(SAY), SAY_TYPE);
        changes(same, same, List.of(), List.of());
    }

    @Test
    void aMessageMoreWidensAndOneLessNarrows() throws IOException {
        String one = manifest(List.of(SAY), SAY_TYPE);
        String two = manifest(List.of(SAY, HUM), SAY_TYPE, HUM_TYPE);
        changes(one, two, List.of("talk: also has a.Hum"), List.of());
        changes(two, one, List.of(), List.of("talk: no longer has a.Hum"));
    }

    @Test
    void aMissionThatNobodyHoldsYetWidensNothing() throws IOException {
        String one = manifest(List.of(SAY), SAY_TYPE);
        String more = manifest(List.of(SAY, mission("hum", "a.Hum", "")), SAY_TYPE, HUM_TYPE);
        assertThat(between(one, more).wider()).isEmpty();
        assertThat(between(one, more).fresh()).containsExactly("hum");
        changes(more, one, List.of(), List.of("hum: is gone; who holds it may send nothing under it"));
    }

    @Test
    void aComponentOfAnotherTypeWidens() throws IOException {
        changes(
                manifest(List.of(SAY), SAY_TYPE),
                manifest(List.of(SAY), record("a.Say", "text", "List<String>")),
                List.of("talk: a.Say.text is List<String>, before String"),
                List.of());
    }

    @Test
    void aComponentOfAnotherNameWidensAndNarrows() throws IOException {
        changes(
                manifest(List.of(SAY), SAY_TYPE),
                manifest(List.of(SAY), record("a.Say", "line", "String")),
                List.of("talk: a.Say has the component line, before not"),
                List.of("talk: no more: a.Say has the component text"));
    }

    @Test
    void aChangeDeepInsideIsFound() throws IOException {
        String say = record("a.Say", "deep", "Map<String,List<ActorRef<a.Box<a.Inner>>>>");
        String box = record("a.Box<a.Inner>", "content", "Optional<a.Choice>");
        String choice = "{\"type\": \"a.Choice\", \"cases\": [\"a.Mood\"]}";
        String wideChoice = "{\"type\": \"a.Choice\", \"cases\": [\"a.Mood\", \"a.Other\"]}";
        String mood = "{\"type\": \"a.Mood\", \"constants\": [\"GLAD\", \"SAD\"]}";
        String other = "{\"type\": \"a.Mood\", \"constants\": [\"GLAD\", \"MAD\"]}";
        changes(
                manifest(List.of(SAY), say, box, choice, mood),
                manifest(List.of(SAY), say, box, wideChoice, other),
                List.of(
                        "talk: a.Choice has the case a.Other, before not",
                        "talk: a.Mood has the constant MAD, before not"),
                List.of("talk: no more: a.Mood has the constant SAD"));
    }

    @Test
    void enginesMoreWidenAndEnginesFewerNarrow() throws IOException {
        String all = manifest(List.of(SAY), SAY_TYPE);
        String one = manifest(List.of(mission("talk", "a.Say", "\"room\"")), SAY_TYPE);
        String two = manifest(List.of(mission("talk", "a.Say", "\"hall\", \"room\"")), SAY_TYPE);
        changes(one, two, List.of("talk: a.Say may be sent to hall, before not"), List.of());
        changes(two, one, List.of(), List.of("talk: no more: a.Say may be sent to hall"));
        changes(one, all, List.of("talk: a.Say may be sent to every engine that has it, before to [room]"), List.of());
        changes(all, one, List.of(), List.of("talk: a.Say may be sent to [room], before to every engine that had it"));
    }

    @Test
    void aJarAndAFolderAndAFileAreReadAlike() throws IOException {
        String text = manifest(List.of(SAY), SAY_TYPE);
        Path jar = folder.resolve("a.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(Manifest.PATH));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Path inside = folder.resolve("classes").resolve(Manifest.PATH);
        Files.createDirectories(inside.getParent());
        Files.writeString(inside, text);
        assertThat(Manifests.of(jar))
                .isEqualTo(Manifests.of(folder.resolve("classes")))
                .isEqualTo(Manifests.of(inside));
    }

    @Test
    void whatIsNoManifestIsNamed() throws IOException {
        refused("{\"format\": 2}", ": is no manifest of format 1");
        refused("[]", ": is no manifest of format 1");
        refused("{", ": is no manifest, or a damaged one");
        refused(" ".repeat(Manifests.MAX_BYTES + 1), ": is longer than");
        assertThat(Manifests.of(Files.writeString(
                                folder.resolve("long.json"),
                                manifest(List.of())
                                        + " "
                                                .repeat(Manifests.MAX_BYTES
                                                        - manifest(List.of()).length())))
                        .missions())
                .isEmpty();
    }

    @Test
    void whatAStrangerWroteIntoAManifestMovesNoCursor() throws IOException {
        Manifest manifest = Manifests.of(Files.writeString(
                folder.resolve("a.json"), manifest(List.of(mission("talk\\u001b[2J", "a.Say\\u202e", "")))));
        assertThat(manifest.missions()).containsOnlyKeys("talk?[2J");
        assertThat(manifest.missions().get("talk?[2J")).containsOnlyKeys("a.Say?");
    }

    @Test
    void aTextIsAsLongAsItMayBeAndNotLonger() throws IOException {
        String deepest = "<".repeat(Manifests.MAX_TEXT_LENGTH);
        String same = manifest(List.of(SAY), record("a.Say", "text", deepest));
        changes(same, same, List.of(), List.of());
        refused(manifest(List.of(SAY), record("a.Say", "text", deepest + "<")), ": holds a text of more than");
    }

    private void refused(String text, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.json"), text);
        assertThatThrownBy(() -> Manifests.of(file))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith(file + why);
    }
}
