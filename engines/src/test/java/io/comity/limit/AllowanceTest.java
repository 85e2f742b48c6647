package io.comity.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
    private static final long MS = 1_000_000;
    /** Ten a second, three at once. */
    private static final Limit TEN = new Limit(100 * MS, 200 * MS, Long.MAX_VALUE, Integer.MAX_VALUE);
    /** So near the end of the clock that sums would overflow. */
    /** Near the end of the clock's range; no constant for the compiler, which would take its overflow for a mistake. */
    private static final long START = Long.valueOf(Long.MAX_VALUE - 50 * MS);

    private final Object guard = new Object();
    private final Bucket bucket = new Bucket(guard, START);

    private static Allowance of(Bucket bucket, Limit limit) {
        return new Allowance(List.of(new Allowance.Part(bucket, limit)));
    }

    private static Limit quota(long messages) {
        return new Limit(0, 0, messages, Integer.MAX_VALUE);
    }

    private static Limit inFlight(int calls) {
        return new Limit(0, 0, Long.MAX_VALUE, calls);
    }

    private static int admitted(Allowance allowance, int tries, long nowNs) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += allowance.draw(false, nowNs) == Allowance.ADMITTED ? 1 : 0;
        }
        return admitted;
    }

    // The rate.

    @Test
    void admitsABurstAndNotOneMore() {
        assertThat(admitted(of(bucket, TEN), 10, START)).isEqualTo(3);
    }

    @Test
    void saysExactlyHowLongToWait() {
        Allowance allowance = of(bucket, TEN);
        admitted(allowance, 3, START);
        assertThat(allowance.draw(false, START)).isEqualTo(100 * MS);
        assertThat(allowance.draw(false, START + 30 * MS)).isEqualTo(70 * MS);
        assertThat(allowance.draw(false, START + 100 * MS - 1)).isEqualTo(1);
        assertThat(allowance.draw(false, START + 100 * MS)).isEqualTo(Allowance.ADMITTED);
        assertThat(allowance.draw(false, START + 100 * MS)).isEqualTo(100 * MS);
    }

    @Test
    void whoeverWasIdleForLongHasOneBurstAndNoMore() {
        Allowance allowance = of(bucket, TEN);
        admitted(allowance, 3, START);
        assertThat(admitted(allowance, 10, START + 3_600_000L * MS)).isEqualTo(3);
    }

    @Test
    void aSteadySenderIsNeverHeldUp() {
        Allowance allowance = of(bucket, new Limit(100 * MS, 0, Long.MAX_VALUE, 1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(allowance.draw(false, START + i * 100L * MS))
                    .as("message %d", i)
                    .isEqualTo(Allowance.ADMITTED);
        }
    }

    @Test
    void refusalsCostNothing() {
        Allowance allowance = of(bucket, TEN);
        admitted(allowance, 1_000, START);
        assertThat(bucket.used()).isEqualTo(3);
        assertThat(allowance.draw(false, START + 100 * MS)).isEqualTo(Allowance.ADMITTED);
    }

    @Test
    void withoutARateEverythingPasses() {
        assertThat(admitted(of(bucket, Limit.NONE), 1_000, START)).isEqualTo(1_000);
        assertThat(admitted(Allowance.UNLIMITED, 1_000, START)).isEqualTo(1_000);
    }

    @Test
    void aBurstIsWorthAYearAndNotMore() {
        long day = Limit.MAX_INTERVAL_NS;
        assertThat(Limit.toleranceNs(day, 366)).isEqualTo(Limit.MAX_TOLERANCE_NS);
        assertThat(Limit.toleranceNs(day, 365)).isEqualTo(Limit.MAX_TOLERANCE_NS - day);
        assertThat(Limit.toleranceNs(day, Long.MAX_VALUE)).isEqualTo(Limit.MAX_TOLERANCE_NS);
        assertThat(Limit.toleranceNs(0, Long.MAX_VALUE)).isZero();
        assertThat(Limit.toleranceNs(day, 0)).isZero();
    }

    @Test
    void limitsAreHeldToTheirBounds() {
        new Limit(Limit.MAX_INTERVAL_NS, Limit.MAX_TOLERANCE_NS, 0, 0);
        assertThatThrownBy(() -> new Limit(Limit.MAX_INTERVAL_NS + 1, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limit(1, Limit.MAX_TOLERANCE_NS + 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limit(0, 0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    // Counts.

    @Test
    void aQuotaIsUsedUpOnceAndForAll() {
        Allowance allowance = of(bucket, quota(2));
        assertThat(admitted(allowance, 5, START)).isEqualTo(2);
        assertThat(allowance.draw(false, START + 3_600_000L * MS)).isEqualTo(Allowance.SPENT);
    }

    @Test
    void asManyCallsAreInFlightAsMayBeAndNotOneMore() {
        Allowance allowance = of(bucket, inFlight(2));
        assertThat(allowance.draw(true, START)).isEqualTo(Allowance.ADMITTED);
        assertThat(allowance.draw(true, START)).isEqualTo(Allowance.ADMITTED);
        assertThat(allowance.draw(true, START)).isEqualTo(Allowance.BUSY);
        assertThat(allowance.draw(false, START)).as("what is no call").isEqualTo(Allowance.ADMITTED);
        allowance.finish();
        assertThat(allowance.draw(true, START)).isEqualTo(Allowance.ADMITTED);
        assertThat(bucket.inFlight()).isEqualTo(2);
    }

    // Several buckets.

    @Test
    void childrenDrawFromTheirParentsBucket() {
        List<Allowance> carols = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            carols.add(new Allowance(
                    List.of(new Allowance.Part(bucket, TEN), new Allowance.Part(new Bucket(guard, START), TEN))));
        }
        long admitted = carols.stream()
                .filter(carol -> carol.draw(false, START) == Allowance.ADMITTED)
                .count();
        assertThat(admitted).isEqualTo(3);
    }

    @Test
    void whatOneBucketRefusesCostsTheOthersNothing() {
        for (Limit refusing : List.of(quota(0), inFlight(0), TEN)) {
            for (boolean isFirst : List.of(true, false)) {
                Bucket other = new Bucket(guard, START);
                Bucket empty = new Bucket(guard, START);
                admitted(of(empty, TEN), 3, START);
                Allowance.Part no = new Allowance.Part(empty, refusing);
                Allowance.Part yes = new Allowance.Part(other, TEN);
                Allowance both = new Allowance(isFirst ? List.of(no, yes) : List.of(yes, no));
                assertThat(both.draw(true, START)).isNotEqualTo(Allowance.ADMITTED);
                assertThat(other.used()).isZero();
                assertThat(other.inFlight()).isZero();
                assertThat(admitted(of(other, TEN), 10, START)).isEqualTo(3);
            }
        }
    }

    @Test
    void bucketsOfDifferentGuardsAreNotDrawnFromTogether() {
        List<Allowance.Part> parts =
                List.of(new Allowance.Part(bucket, Limit.NONE), new Allowance.Part(new Bucket(START), Limit.NONE));
        assertThatThrownBy(() -> new Allowance(parts)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotLimitedIsCountedForWhomItIs() {
        Allowance free = new Allowance(
                List.of(new Allowance.Part(bucket, Limit.NONE), new Allowance.Part(new Bucket(guard, START), TEN)));
        assertThat(admitted(free, 2, START)).isEqualTo(2);
        assertThat(admitted(of(bucket, quota(3)), 5, START)).isEqualTo(1);
    }

    @Test
    void theLongestWaitIsTold() {
        Bucket slow = new Bucket(guard, START);
        Limit once = new Limit(1_000 * MS, 0, Long.MAX_VALUE, Integer.MAX_VALUE);
        Allowance both = new Allowance(List.of(new Allowance.Part(bucket, TEN), new Allowance.Part(slow, once)));
        assertThat(both.draw(false, START)).isEqualTo(Allowance.ADMITTED);
        assertThat(both.draw(false, START)).isEqualTo(1_000 * MS);
        assertThat(both.draw(false, START + 1_000 * MS)).isEqualTo(Allowance.ADMITTED);
    }

    /** Many threads, each with a bucket of its own in front of the shared one: never more than the burst, and nothing kept. */
    @Test
    void racingThreadsAreAdmittedNoMoreThanTheLimit() throws InterruptedException, ExecutionException {
        int threads = 8;
        long burst = 10_000;
        Limit limit = new Limit(100 * MS, (burst - 1) * 100 * MS, 9_000, 64);
        AtomicLong admitted = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Callable<Long>> racers = new ArrayList<>();
        List<Bucket> own = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Bucket mine = new Bucket(guard, START);
            own.add(mine);
            Allowance chain =
                    new Allowance(List.of(new Allowance.Part(bucket, limit), new Allowance.Part(mine, limit)));
            racers.add(() -> {
                long passed = 0;
                for (int tries = 0; tries < 20_000; tries++) {
                    if (chain.draw(true, START) == Allowance.ADMITTED) {
                        passed++;
                        chain.finish();
                    }
                }
                return admitted.addAndGet(passed);
            });
        }
        for (Future<Long> done : pool.invokeAll(racers)) {
            done.get();
        }
        pool.shutdown();
        assertThat(admitted.get()).isEqualTo(9_000);
        assertThat(bucket.used()).isEqualTo(9_000);
        assertThat(bucket.inFlight()).isZero();
        assertThat(own)
                .extracting(Bucket::used)
                .allSatisfy(used -> assertThat(used).isLessThanOrEqualTo(9_000));
        assertThat(own.stream().mapToLong(Bucket::used).sum()).isEqualTo(9_000);
    }

    /** The clock of each thread goes on by itself, so that some see earlier times than others. */
    @Test
    void racingThreadsNeverExceedTheRate() throws InterruptedException, ExecutionException {
        int threads = 4;
        long steps = 50_000;
        Limit limit = new Limit(100, 400, Long.MAX_VALUE, Integer.MAX_VALUE);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Callable<Long>> racers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Allowance chain = new Allowance(
                    List.of(new Allowance.Part(bucket, limit), new Allowance.Part(new Bucket(guard, START), limit)));
            racers.add(() -> {
                long passed = 0;
                for (long step = 0; step < steps; step++) {
                    passed += chain.draw(false, START + step) == Allowance.ADMITTED ? 1 : 0;
                }
                return passed;
            });
        }
        long admitted = 0;
        for (Future<Long> done : pool.invokeAll(racers)) {
            admitted += done.get();
        }
        pool.shutdown();
        assertThat(admitted).isLessThanOrEqualTo(5 + steps / 100).isPositive();
    }
}
