package io.comity.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.mutant.Ground;
import io.comity.mutant.Mutant;
import io.comity.mutant.MutantLoader;
import io.comity.mutant.Mutants;
import io.comity.result.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The product with one fault each: the explorer finds all of them, says which promise is broken, and how it came to it. */
final class MutantExplorerTest {
    private static final Map<Ground, Function<MutantLoader, @Nullable String>> TRIALS = Map.of(
            Ground.HANDSHAKES, product -> product.run(HandshakeTrial.class, "ofPlans"),
            Ground.PAPERS, product -> product.run(AuthorityTrial.class, "ofPapers"),
            Ground.REVOCATIONS, product -> product.run(AuthorityTrial.class, "ofRevocations"));

    @Test
    void everyMutantIsCaught() {
        List<String> survivors = new ArrayList<>();
        int mutants = 0;
        for (Map.Entry<Ground, Function<MutantLoader, @Nullable String>> trial : TRIALS.entrySet()) {
            for (Mutant mutant : Mutants.on(trial.getKey())) {
                String caught = String.valueOf(trial.getValue().apply(MutantLoader.of(mutant)));
                System.out.println("explorer: " + mutant.name() + ": " + caught);
                mutants++;
                if (!caught.contains(mutant.broken().get(trial.getKey()))) {
                    survivors.add(mutant.name() + ": " + caught);
                }
            }
        }
        Results.of("explorer-mutants", Effort.COMMAND)
                .figure("mutants", mutants, "mutants")
                .atLeast("caught", mutants - survivors.size(), "mutants", mutants)
                .write();
        assertThat(survivors).isEmpty();
    }

    @Test
    void theProductItselfBreaksNoPromise() {
        TRIALS.forEach((ground, trial) -> assertThat(trial.apply(MutantLoader.unchanged()))
                .as(ground.name())
                .isNull());
    }
}
