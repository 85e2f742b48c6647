package io.comity.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {
    private static final Result RESULT = new Result(
            "explorer",
            "mvn test",
            "2026-11-26",
            "abc1234",
            "2 processors",
            List.of(
                    new Figure("states", 12_500_000, "states", new Goal(Goal.Sense.AT_LEAST, 1e7)),
                    new Figure("violations", 1, "", new Goal(Goal.Sense.AT_MOST, 0)),
                    new Figure("time", 61.25, "s", null)),
            List.of("Reflection is not explored."));

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() {
        ResultFolder results = new ResultFolder(folder.resolve("new"));
        results.write(RESULT);
        assertThat(results.read()).containsExactly(RESULT);
    }

    @Test
    void aFigureOnItsBoundMeetsItsGoalAndNoNumberMeetsNone() {
        Goal atLeast = new Goal(Goal.Sense.AT_LEAST, 0.9);
        Goal atMost = new Goal(Goal.Sense.AT_MOST, 3);
        assertThat(atLeast.isMetBy(0.9)).isTrue();
        assertThat(atLeast.isMetBy(0.8999)).isFalse();
        assertThat(atMost.isMetBy(3)).isTrue();
        assertThat(atMost.isMetBy(3.0001)).isFalse();
        assertThat(atLeast.isMetBy(Double.NaN)).isFalse();
        assertThat(atMost.isMetBy(Double.NaN)).isFalse();
    }

    @Test
    void thePageSaysWhatIsMissedBeforeAnythingElse() {
        String page = new Scoreboard(List.of(RESULT), List.of()).markdown();
        assertThat(page)
                .contains(
                        "1 of 2 goals are met.",
                        "- **explorer**: violations is 1, and is to be ≤ 0.",
                        "- **explorer**: Reflection is not explored.",
                        "| states | 12 500 000 states | ≥ 10 000 000 | met |",
                        "| violations | 1 | ≤ 0 | **missed** |",
                        "| time | 61.25 s |  |  |",
                        "`mvn test`",
                        "2026-11-26, commit abc1234, 2 processors.");
        assertThat(page.indexOf("Known misses")).isLessThan(page.indexOf("## explorer"));
    }

    @Test
    void whatIsToBeMeasuredAndWasNotIsAMiss() throws IOException {
        new ResultFolder(folder).write(RESULT);
        assertThat(Scoreboard.of(new ResultFolder(folder)).markdown()).contains("1 of 2 goals are met.");
        Files.writeString(folder.resolve("subjects"), "explorer\nfuzz-config\n\n");
        assertThat(Scoreboard.of(new ResultFolder(folder)).markdown())
                .contains(
                        "1 of 2 goals are met, and 1 of what is to be measured was not yet.",
                        "- **fuzz-config**: not measured yet.\n");
    }

    @Test
    void whatIsNoResultIsNamed() throws IOException {
        Files.writeString(folder.resolve("broken.json"), "{\"subject\":");
        assertThatThrownBy(() -> new ResultFolder(folder).read())
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("broken.json");
        Files.writeString(folder.resolve("broken.json"), "{\"subject\":\"x\"}");
        assertThatThrownBy(() -> new ResultFolder(folder).read())
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("broken.json");
        assertThatThrownBy(() -> new ResultFolder(folder.resolve("nowhere")).read())
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void aSubjectIsAFileNameAndNoPath() {
        assertThatThrownBy(() -> Results.of("../x", "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Results.of("a-1", "")).isNotNull();
    }

    @Test
    void whereThereIsNoGitTheCommitIsUnknown() {
        assertThat(Commit.of(folder)).isEqualTo("unknown");
    }
}
