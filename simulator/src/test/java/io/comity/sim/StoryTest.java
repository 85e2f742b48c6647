package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.mutant.MutantLoader;
import io.comity.mutant.Mutants;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoryTest {
    @Test
    void isReadAsItIsWritten() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(Story.parse(Story.of(seed).text())).isEqualTo(Story.of(seed));
        }
    }

    @Test
    void lettersComeFromThoseWhoMaySendThem() {
        Story story = Story.parse("""
                seed 7
                nodes alice bob
                0 grant alice bob
                1000 say bob alice 5 10
                2000 say alice bob 5 10
                3000 crash alice POWER
                4000 start alice
                9000 say bob alice 5 10
                10000 end
                """);
        Outcome outcome = story.tell();
        assertThat(outcome.violation()).isEmpty();
        // Ten of the story, and one when all was put right.
        assertThat(outcome.delivered()).isEqualTo(11);
    }

    @Test
    void whatNobodyCanDoIsRefused() {
        assertThatThrownBy(() -> Story.parse("seed 1\nnodes alice\n0 dance alice\n10 end")
                        .tell())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dance");
    }

    @Test
    void aFailingStoryIsMadeShort() {
        MutantLoader product = MutantLoader.of(Mutants.named("what is to be sent is dropped"));
        Story shortest = Story.parse(String.valueOf(product.run(Told.class, "shrunk", 0L)));
        assertThat(shortest.steps()).hasSizeLessThanOrEqualTo(3);
        assertThat(shortest.adversaries()).isEmpty();
        assertThat(shortest.tell().violation().map(Violation::invariant)).isEqualTo(Optional.empty());
    }
}
