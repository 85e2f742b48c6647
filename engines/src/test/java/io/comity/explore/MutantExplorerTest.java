package io.comity.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.result.Results;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The product with one fault each, in a class loader of its own: the explorer finds all of them, and says how it came to it. */
final class MutantExplorerTest {
    @Test
    void everyMutantIsCaught() throws ReflectiveOperationException {
        List<String> survivors = new ArrayList<>();
        survivors.addAll(survivors(Mutant.OF_HANDSHAKES, HandshakeTrial.class, "ofPlans"));
        survivors.addAll(survivors(Mutant.OF_PAPERS, AuthorityTrial.class, "ofPapers"));
        survivors.addAll(survivors(Mutant.OF_REVOCATIONS, AuthorityTrial.class, "ofRevocations"));
        int mutants = Mutant.OF_HANDSHAKES.size() + Mutant.OF_PAPERS.size() + Mutant.OF_REVOCATIONS.size();
        Results.of("explorer-mutants", Effort.COMMAND)
                .figure("mutants", mutants, "mutants")
                .atLeast("caught", mutants - survivors.size(), "mutants", mutants)
                .write();
        assertThat(survivors).isEmpty();
    }

    /** One that makes the product fail at once is not caught: that says nothing of the properties. */
    private static List<String> survivors(List<Mutant> mutants, Class<?> trial, String method)
            throws ReflectiveOperationException {
        List<String> survivors = new ArrayList<>();
        for (Mutant mutant : mutants) {
            String caught = MutantLoader.run(mutant, trial, method);
            System.out.println("explorer: " + mutant.name() + ": " + caught);
            if (caught == null || caught.startsWith(MutantLoader.FAILED)) {
                survivors.add(mutant + ": " + caught);
            }
        }
        return survivors;
    }
}
