package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.mutant.Ground;
import io.comity.mutant.Mutant;
import io.comity.mutant.MutantLoader;
import io.comity.mutant.Mutants;
import io.comity.result.Results;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The product with one fault each: the stories find all of them, and say which promise is broken. */
class MutantsTest {
    /** Each is found by one of these; most by the very first. */
    private static final int SEEDS = 300;

    private static final List<Mutant> MUTANTS = Mutants.on(Ground.STORIES);
    private static final AtomicInteger CAUGHT = new AtomicInteger();

    static Stream<Mutant> mutants() {
        return MUTANTS.stream();
    }

    @AfterAll
    static void write() {
        Results.of("simulator-mutants", "mvn -pl simulator -am verify")
                .atLeast("mutants", MUTANTS.size(), "mutants", 12)
                .atLeast("caught", CAUGHT.get(), "mutants", MUTANTS.size())
                .write();
    }

    private static String firstBroken(MutantLoader product) {
        String broken = "";
        for (long seed = 0; seed < SEEDS && broken.isEmpty(); seed++) {
            broken = String.valueOf(product.run(Told.class, "tell", seed));
        }
        return broken;
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aStoryFindsWhatIsWrong(Mutant mutant) {
        assertThat(firstBroken(MutantLoader.of(mutant)))
                .isEqualTo(mutant.broken().get(Ground.STORIES));
        CAUGHT.incrementAndGet();
    }

    @Test
    void noneOfTheseStoriesFindsAnythingWrongWithTheProductItself() {
        assertThat(firstBroken(MutantLoader.unchanged())).isEmpty();
    }
}
