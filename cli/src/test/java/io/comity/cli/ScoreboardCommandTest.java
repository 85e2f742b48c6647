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

final class ScoreboardCommandTest {
    private static final String RESULT = """
            {"subject": "soak", "command": "./comity soak --minutes 60", "date": "2026-11-26", "commit": "abc1234",
             "machine": "2 processors", "misses": [],
             "figures": [{"name": "slope", "value": 3.5, "unit": "MiB/h", "goal": {"sense": "at most", "bound": 2}}]}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int scoreboard(String... more) {
        out.reset();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        String[] args = new String[more.length + 3];
        args[0] = "scoreboard";
        args[1] = "--from";
        args[2] = folder.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return Comity.run(stream, stream, args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void thePageIsPrintedOrWrittenOverTheOneBefore() throws IOException {
        Files.writeString(folder.resolve("soak.json"), RESULT);
        assertThat(scoreboard()).isZero();
        String page = printed();
        assertThat(page).contains("- **soak**: slope is 3.50 MiB/h, and is to be ≤ 2.", "`./comity soak --minutes 60`");
        Path written = Files.writeString(folder.resolve("SCOREBOARD.md"), "old");
        assertThat(scoreboard("--to", written.toString())).isZero();
        assertThat(printed()).startsWith("0 of 1 goals are met; ");
        assertThat(written).hasContent(page);
    }

    @Test
    void theSameAsJson() throws IOException {
        Files.writeString(folder.resolve("soak.json"), RESULT);
        assertThat(scoreboard("--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(printed());
        assertThat(json.at("/goals").asInt()).isEqualTo(1);
        assertThat(json.at("/results/0/figures/0/value").asDouble()).isEqualTo(3.5);
        assertThat(json.at("/results/0/figures/0/goal/sense").asText()).isEqualTo("at most");
    }

    @Test
    void whatCannotBeReadOrWrittenIsNamed() throws IOException {
        Files.writeString(folder.resolve("soak.json"), "{}");
        assertThat(scoreboard()).isEqualTo(1);
        assertThat(printed()).contains("soak.json is no results file");
        Files.writeString(folder.resolve("soak.json"), RESULT);
        assertThat(scoreboard("--to", folder.resolve("no/where.md").toString())).isEqualTo(1);
        assertThat(printed()).contains("cannot write").contains("where.md");
    }
}
