package io.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MissionsCommandTest {
    private static final String GREET = "io.comity.examples.greeter.Greeter$Greet";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int comity(String... args) {
        out.reset();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Comity.run(stream, stream, args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path manifest(String name, String message, String type) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "{\"format\": 1, \"missions\": [{\"mission\": \"talk\", \"message\": \"" + message
                        + "\", \"engines\": [\"room\"]}], \"types\": [{\"type\": \"" + message
                        + "\", \"doc\": \"Says it.\", \"fields\": [{\"name\": \"text\", \"type\": \"" + type
                        + "\"}]}]}");
    }

    @Test
    void printsWhatTheExamplesOnTheClassPathDeclare() throws IOException {
        assertThat(comity("missions")).isZero();
        assertThat(printed())
                .contains(
                        "hello\n",
                        "  Greeter.Greet(String name, ActorRef<Greeter.Greeting> replyTo), only to greeter\n",
                        "Greet name and send the Greeting to replyTo.");
        assertThat(comity("missions", "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(printed());
        assertThat(json.at("/missions/hello/" + GREET).isArray()).isTrue();
        assertThat(json.at("/types/" + GREET + "/fields/name").asText()).isEqualTo("String");
    }

    @Test
    void printsWhatAFileDeclares() throws IOException {
        assertThat(comity("missions", manifest("a.json", "a.Say", "String").toString()))
                .isZero();
        assertThat(printed()).isEqualTo("talk\n  Say(String text), only to room\n      Says it.\n");
    }

    @Test
    void saysWhatAReleaseWidensByItsExitCodeToo() throws IOException {
        String old = manifest("old.json", "a.Say", "String").toString();
        String now = manifest("new.json", "a.Say", "List<String>").toString();
        String other = manifest("other.json", "a.Hum", "String").toString();
        assertThat(comity("missions", "diff", old, old)).isZero();
        assertThat(printed()).isEqualTo("No grant changes.\n");
        assertThat(comity("missions", "diff", old, now)).isEqualTo(1);
        assertThat(printed()).isEqualTo("Wider\n  talk: a.Say.text is List<String>, before String\n");
        assertThat(comity("missions", "diff", old, other, "--json")).isEqualTo(1);
        JsonNode json = new ObjectMapper().readTree(printed());
        assertThat(json.at("/wider/0/text").asText()).isEqualTo("also has a.Hum");
        assertThat(json.at("/narrower/0/text").asText()).isEqualTo("no longer has a.Say");
    }

    @Test
    void namesWhatHasNoManifest() {
        assertThat(comity("missions", folder.toString())).isEqualTo(2);
        assertThat(printed()).startsWith("comity: " + folder + ": has no META-INF/comity/missions.json; compile it");
    }
}
