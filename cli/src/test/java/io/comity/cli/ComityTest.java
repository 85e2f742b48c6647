package io.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComityTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void showsExamplesAndExitCodesWhenAskedForHelp() {
        assertThat(comity("--help")).isZero();
        assertThat(printed(out)).contains("Examples:", "Exit codes:", "bench", "version");
        assertThat(printed(err)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo --help",
                "demo topics --help",
                "bench --help",
                "bench link --help",
                "bench chaos --help",
                "bench evidence --help",
                "evidence --help",
                "evidence list --help",
                "evidence export --help",
                "evidence verify --help",
                "receipts --help",
                "receipts list --help",
                "receipts export --help",
                "receipts verify --help",
                "doctor --help",
                "missions --help",
                "missions diff --help",
                "init --help",
                "id --help",
                "grant --help",
                "invite --help",
                "accept --help",
                "petname --help",
                "grants --help",
                "who-can --help",
                "why-not --help",
                "revoke --help",
                "version --help"
            })
    void showsHelpOfEveryCommand(String line) {
        assertThat(comity(line.split(" "))).isZero();
        assertThat(printed(out)).startsWith("Usage: comity " + line.replace(" --help", ""));
    }

    @Test
    void saysItsVersionAsTextAndAsJson() throws Exception {
        assertThat(comity("version")).isZero();
        assertThat(printed(out)).contains("akka 2.8.5").contains("comity 0.");
        out.reset();
        assertThat(comity("version", "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(printed(out));
        assertThat(json.get("akka").asText()).isEqualTo("2.8.5");
        assertThat(json.get("java").asText()).isEqualTo(Runtime.version().toString());
    }

    @Test
    void answersAFileThatIsNotThereWithOneLineAndOne() {
        assertThat(comity("demo", "no-such-file")).isEqualTo(1);
        assertThat(printed(out)).isEmpty();
        assertThat(printed(err).lines()).singleElement().asString().contains("no-such-file", "no such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bench",
                "fly",
                "version --colour",
                "demo one two",
                "demo topics one two",
                "demo topics --split -1",
                "demo topics --split 1000001",
                "bench link --size 15",
                "bench link --size many",
                "bench link --rounds 0",
                "bench link --seconds 0",
                "bench link --window 1000 --batch 300",
                "bench link --peer akka",
                "bench link --transport pigeon",
                "bench link --chain 9",
                "bench link --rated",
                "bench evidence --size 15",
                "bench evidence --rounds 0",
                "evidence",
                "evidence verify",
                "evidence verify no-such-file",
                "receipts",
                "receipts verify no-such-file",
                "doctor --name Alice",
                "doctor alice",
                "missions no-such.jar",
                "missions pom.xml",
                "missions src",
                "missions --colour",
                "missions diff one.jar",
                "missions diff one.jar two.jar",
                "missions diff one.jar two.jar three.jar",
                "bench chaos --cuts 0",
                "bench chaos --cuts many",
                "bench chaos --messages 0",
                "bench chaos --transport memory",
                "bench chaos --transport tcp,tcp,tcp"
            })
    void answersAWrongLineWithOneLineOnStandardErrorAndTwo(String line) {
        assertThat(comity(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(printed(out)).isEmpty();
        assertThat(printed(err).lines())
                .singleElement()
                .asString()
                .startsWith("comity: ")
                .endsWith(" --help)");
    }

    private int comity(String... args) {
        return Comity.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    private static String printed(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
