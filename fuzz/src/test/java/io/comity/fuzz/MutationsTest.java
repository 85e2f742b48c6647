package io.comity.fuzz;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A little fuzzing in every build, the same each time: a target that has become wrong is seldom right for all of these. */
final class MutationsTest {
    private static final int INPUTS = 2_500;

    static List<FuzzTarget> targets() {
        return Targets.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void holdsNearItsSeeds(FuzzTarget target) {
        Mutations mutations = new Mutations(target.seeds(), new SplittableRandom(7));
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutations.next();
            try {
                target.measured(input);
            } catch (Throwable wrong) {
                throw new AssertionError(
                        target + ", input " + HexFormat.of().formatHex(input) + ": " + wrong.getMessage(), wrong);
            }
        }
    }
}
