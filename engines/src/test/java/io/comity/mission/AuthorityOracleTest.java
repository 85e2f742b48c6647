package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Filled in below. */
final class AuthorityOracleTest {
    private static final long OPERATIONS = Long.getLong("comity.oracle.operations", 50_000);
    private static final long SEED = Long.getLong("comity.oracle.seed", System.nanoTime());

    @Test
    void deliversWhatTheModelAllowsAndRefusesWhatItForbids() {
        System.out.println("authority oracle: seed " + SEED + ", " + OPERATIONS + " operations");
        OracleRun run = new OracleRun(SEED);
        for (long operation = 0; operation < OPERATIONS; operation++) {
            try {
                run.step();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "at operation " + operation + "; to see it again, -Dcomity.oracle.seed=" + SEED, failure);
            }
        }
        System.out.println("admitted " + run.admitted() + ", of them from several buckets " + run.shared() + ", chains "
                + run.accepted());
        for (Reason r : Reason.values()) System.out.println(r + " " + run.refused(r));
        assertThat(run.admitted()).isPositive();
    }
}
