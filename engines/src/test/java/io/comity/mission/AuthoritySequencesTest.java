package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Many short sequences of what {@link AuthorityOracleTest} does at length, each with a fresh {@link Authority} and a fresh model,
 * so that a flaw that shows only soon after the beginning, or in one order of few deeds, has a million chances to show. Signatures
 * and their checks are real.
 *
 * <p>{@code -Dcomity.oracle.sequences=1000000} makes it long, {@code -Dcomity.oracle.threads=2} shorter; {@code
 * -Dcomity.oracle.seed=N} repeats all of it, and {@code -Dcomity.oracle.sequence=M}, which a failure names, that one sequence
 * alone.
 */
final class AuthoritySequencesTest {
    private static final int MAX_DEEDS = 32;
    private static final long SEQUENCES = Long.getLong("comity.oracle.sequences", 3_000);
    private static final int THREADS = Integer.getInteger("comity.oracle.threads", 1);
    private static final long SEED = Long.getLong("comity.oracle.seed", System.nanoTime());

    @Test
    void noSequenceDeliversWhatTheModelForbidsOrRefusesWhatItAllows() throws Exception {
        Long alone = Long.getLong("comity.oracle.sequence");
        if (alone != null) {
            System.out.println("authority sequence " + alone + ": " + run(alone));
            return;
        }
        System.out.println("authority sequences: seed " + SEED + ", " + SEQUENCES + " of 1 to " + MAX_DEEDS + " deeds");
        OracleTally tally = runAll();
        System.out.println("authority sequences: " + tally);
        assertThat(tally.accepted()).as("the run says something").isGreaterThan(SEQUENCES / 3);
        assertThat(tally.admitted()).isGreaterThan(SEQUENCES / 5);
        assertThat(tally.shared()).as("of several buckets").isGreaterThan(SEQUENCES / 100);
        for (Reason reason : new Reason[] {Reason.DENIED, Reason.REVOKED, Reason.EXPIRED, Reason.THROTTLED}) {
            assertThat(tally.refused(reason)).as(reason.label()).isGreaterThan(SEQUENCES / 500);
        }
    }

    private static OracleTally runAll() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<OracleTally>> shares = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                shares.add(share(i));
            }
            OracleTally all = new OracleTally();
            for (Future<OracleTally> share : threads.invokeAll(shares)) {
                all.add(share.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every {@link #THREADS}th sequence, from {@code first} on. */
    private static Callable<OracleTally> share(int first) {
        return () -> {
            OracleTally tally = new OracleTally();
            for (long i = first; i < SEQUENCES; i += THREADS) {
                tally.add(run(seed(i)));
            }
            return tally;
        };
    }

    /** Of the sequence of this number; the same whatever the number of threads. */
    private static long seed(long number) {
        return new SplittableRandom(SEED + number).nextLong();
    }

    private static OracleTally run(long seed) {
        int deeds = 1 + new Random(seed).nextInt(MAX_DEEDS);
        List<Deeds.Deed> done = new ArrayList<>();
        try {
            OracleRun run = new OracleRun(seed, Deeds.SHORT);
            while (done.size() < deeds) {
                done.add(run.step());
            }
            return run.tally();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("after " + done + "; to see it alone, -Dcomity.oracle.sequence=" + seed, failure);
        }
    }
}
