package io.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutantsTest {
    /** Each is found by one of the first; most by the very first. */
    private static final int SEEDS = 40;

    static Stream<Mutant> mutants() {
        return Mutant.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aStoryFindsWhatIsWrong(Mutant mutant) {
        MutantLoader product = new MutantLoader(mutant);
        String broken = "";
        for (long seed = 0; seed < SEEDS && broken.isEmpty(); seed++) {
            broken = product.tell(seed);
        }
        assertThat(product.changes()).as("changed methods").isPositive();
        assertThat(broken).as(mutant.name()).isNotEmpty();
    }
}
