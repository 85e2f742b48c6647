package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.mission.Reason;
import io.comity.mission.Verdict;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RestraintTest {
    private static final long DENIED = Verdict.refused(Reason.DENIED);
    private static final long MILLI = 1_000_000;

    private final Chance least = new Chance(bound -> 0);
    private final Chance all = new Chance(bound -> bound - 1);
    private final Restraint restraint = new Restraint(Duration.ofSeconds(10), all);

    private record Chance(LongUnaryOperator below) implements RandomGenerator {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException("only below a bound");
        }

        @Override
        public long nextLong(long bound) {
            return below.applyAsLong(bound);
        }
    }

    private void refuse(int times, long verdict) {
        for (int i = 0; i < times; i++) {
            restraint.refused(verdict, false);
        }
    }

    @Test
    void asManyRefusalsOnEndAsAreNobodysFaultEarnNoRest() {
        refuse(Restraint.MAX_ON_END, DENIED);
        assertThat(restraint.restNanos()).isZero();
    }

    @Test
    void oneMoreEarnsTheRestForAllOfThem() {
        refuse(Restraint.MAX_ON_END + 1, DENIED);
        assertThat(restraint.restNanos()).isEqualTo((Restraint.MAX_ON_END + 1) * Restraint.REFUSAL_NANOS);
        assertThat(restraint.restNanos()).isZero();
    }

    @Test
    void refusalsAreOnEndAcrossRecordsToo() {
        refuse(Restraint.MAX_ON_END, DENIED);
        restraint.restNanos();
        refuse(1, DENIED);
        assertThat(restraint.restNanos()).isEqualTo((Restraint.MAX_ON_END + 1) * Restraint.REFUSAL_NANOS);
        refuse(1, DENIED);
        assertThat(restraint.restNanos()).isEqualTo(Restraint.REFUSAL_NANOS);
    }

    @Test
    void aThrottledCastCostsTheTimeAfterWhichItMightHavePassed() {
        refuse(100, Verdict.throttled(MILLI));
        assertThat(restraint.restNanos()).isEqualTo(100 * MILLI);
    }

    @Test
    void aPeerThatIsFarAheadWaitsTwiceAsLongEachTimeUntilItIsNot() {
        for (long wait = Restraint.SHORTEST.toNanos(); wait < Restraint.LONGEST.toNanos(); wait *= 2) {
            restraint.served();
            restraint.farAhead();
            assertThat(restraint.restNanos()).isEqualTo(wait);
        }
        restraint.farAhead();
        assertThat(restraint.restNanos()).isEqualTo(Restraint.LONGEST.toNanos());
        restraint.served();
        assertThat(restraint.restNanos()).isZero();
        restraint.farAhead();
        assertThat(restraint.restNanos()).isEqualTo(Restraint.SHORTEST.toNanos());
    }

    @Test
    void noRestIsLongerThanTheLongest() {
        refuse(1_000, Verdict.throttled(MILLI));
        assertThat(restraint.restNanos()).isEqualTo(Restraint.LONGEST.toNanos());
        refuse(1_001, Verdict.throttled(MILLI));
        assertThat(restraint.restNanos()).isEqualTo(Restraint.LONGEST.toNanos());
        refuse(100, Verdict.throttled(Long.MAX_VALUE));
        assertThat(restraint.restNanos()).isEqualTo(Restraint.LONGEST.toNanos());
    }

    @Test
    void noRestIsLongerThanHalfABeatOfTheHeart() {
        Restraint quick = new Restraint(Duration.ofMillis(100), all);
        for (int i = 0; i < 100; i++) {
            quick.refused(Verdict.throttled(MILLI), false);
        }
        assertThat(quick.restNanos()).isEqualTo(50 * MILLI);
    }

    @Test
    void byChanceHalfOfItIsEnough() {
        Restraint lucky = new Restraint(Duration.ofSeconds(10), least);
        for (int i = 0; i < 100; i++) {
            lucky.refused(Verdict.throttled(MILLI), false);
        }
        assertThat(lucky.restNanos()).isEqualTo(50 * MILLI);
    }

    @Test
    void whateverIsAdmittedSettlesAllDebts() {
        refuse(1_000, DENIED);
        restraint.served();
        refuse(1_000, DENIED);
        assertThat(restraint.restNanos()).isZero();
        refuse(Restraint.MAX_ON_END, DENIED);
        assertThat(restraint.restNanos()).isZero();
    }

    private void late(int times) {
        for (int i = 0; i < times; i++) {
            restraint.refused(Verdict.refused(Reason.EXPIRED), true);
        }
    }

    @Test
    void asManyAsAnOutboxHoldsMayComeTooLate() {
        late(Restraint.MAX_LATE + Restraint.MAX_ON_END);
        assertThat(restraint.restNanos()).isZero();
        late(1);
        assertThat(restraint.restNanos()).isPositive();
    }

    @Test
    void whoeverIsServedMayBeLateOnceMoreForEach() {
        restraint.served();
        late(Restraint.MAX_LATE);
        restraint.served();
        restraint.restNanos();
        late(1 + Restraint.MAX_ON_END);
        assertThat(restraint.restNanos()).isZero();
        late(1);
        assertThat(restraint.restNanos()).isPositive();
    }
}
