package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Random sequences of granting, inviting, redeeming, passing on, presenting, revoking by grant, holder, mission and date, time that passes, kills, and
 * calls, done to an {@link Authority} and to {@link PlainRights}: nothing passes that the model forbids, nothing is refused that it
 * forbids to refuse, reasons and waits are the model's to the nanosecond.
 *
 * <p>{@code -Dcomity.oracle.seed=N} repeats a run, {@code -Dcomity.oracle.operations=1000000} makes it longer. The signatures are
 * real, by few keys; most operations are calls.
 *
 * <p>Broken on purpose, each of these was caught within 100 000 operations: expiry one second too late; a revocation that spares
 * children; one that spares who presents with a mission key; holder's or mission's cut one serial too low; by date for roots only;
 * gates left open; revocations purged at once; a journal that forgets holders; widening accepted, in all fields, in the burst, in
 * kinds; depth that does not count down; parent, mission or serial of a child unchecked; a mission key without proof; a node's
 * grant for anybody; children that do not draw from their parents' buckets; buckets that start anew when a chain is presented
 * again; a burst, quota, number in flight or size one too large; idle time saved up; a wait one nanosecond short; calls that
 * never leave their parents' buckets; a ticket that gives a second grant to whom it was revoked, is good for one too many, or outlives the
 * revocation of its mission, its bearer or its date.
 */
final class AuthorityOracleTest {
    private static final long OPERATIONS = Long.getLong("comity.oracle.operations", 100_000);
    private static final long SEED = Long.getLong("comity.oracle.seed", System.nanoTime());

    @Test
    void deliversWhatTheModelAllowsAndRefusesWhatItForbids() {
        System.out.println("authority oracle: seed " + SEED + ", " + OPERATIONS + " operations");
        OracleRun run = new OracleRun(SEED, Deeds.LONG);
        for (long operation = 0; operation < OPERATIONS; operation++) {
            try {
                run.step();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "at operation " + operation + "; to see it again, -Dcomity.oracle.seed=" + SEED, failure);
            }
        }
        OracleTally tally = run.tally();
        System.out.println("authority oracle: " + tally);
        assertThat(tally.admitted()).as("the run says something").isGreaterThan(OPERATIONS / 20);
        assertThat(tally.shared()).as("of several buckets").isGreaterThan(OPERATIONS / 500);
        assertThat(tally.accepted()).isGreaterThan(OPERATIONS / 500);
        for (Reason reason : new Reason[] {Reason.DENIED, Reason.REVOKED, Reason.EXPIRED, Reason.THROTTLED}) {
            assertThat(tally.refused(reason)).as(reason.label()).isGreaterThan(OPERATIONS / 200);
        }
    }
}
