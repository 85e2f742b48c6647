package io.comity.detached;

import static io.comity.detached.Calls.BOB;
import static io.comity.detached.Calls.MALLORY;
import static io.comity.detached.Calls.NOW;
import static io.comity.detached.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.MemoryKeyHolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JudgeTest {
    private static final int ISSUERS = 3;
    private static final int STREAMS = 4;

    private final Judge judge = new Judge(Calls.EPOCH, new Judge.Limits(ISSUERS, STREAMS));

    @Test
    void aCallIsForNowOnce() {
        assertThat(judge.refused(call(), NOW)).isNull();
        assertThat(judge.refused(call(), NOW)).isEqualTo(Outcome.REPLAYED);
    }

    @ParameterizedTest
    @CsvSource({"-61, CLOCK", "-60, ", "0, ", "60, ", "61, CLOCK"})
    void aClockMayBeAMinuteOffAndNotASecondMore(long off, @Nullable Outcome expected) {
        DetachedCall call = deadline(call(BOB, 1, 1, NOW + off), NOW + 100);
        assertThat(judge.refused(call, NOW)).isEqualTo(expected);
    }

    private static DetachedCall deadline(DetachedCall call, long deadline) {
        return new DetachedCall(
                call.issuer(),
                call.node(),
                call.epoch(),
                call.stream(),
                call.sequence(),
                call.created(),
                deadline,
                call.engine(),
                call.type(),
                call.body(),
                call.reply());
    }

    @Test
    void aDeadlineIsExclusive() {
        assertThat(judge.refused(deadline(call(BOB, 1, 1, NOW), NOW), NOW)).isEqualTo(Outcome.EXPIRED);
        assertThat(judge.refused(deadline(call(BOB, 1, 1, NOW), NOW + 1), NOW)).isNull();
    }

    @Test
    void aCallToAnotherBootIsNotForThisOne() {
        Judge restarted = new Judge(Calls.EPOCH + 1, new Judge.Limits(ISSUERS, STREAMS));
        assertThat(restarted.refused(call(), NOW)).isEqualTo(Outcome.EPOCH);
    }

    @Test
    void sequencesMayComeOutOfOrderWithinTheWindowEachOnce() {
        for (long sequence : new long[] {100, 37, 99, 101}) {
            assertThat(judge.refused(call(BOB, 1, sequence, NOW), NOW)).isNull();
        }
        for (long sequence : new long[] {100, 37, 99, 101, 36}) {
            assertThat(judge.refused(call(BOB, 1, sequence, NOW), NOW)).isEqualTo(Outcome.REPLAYED);
        }
        assertThat(judge.refused(call(BOB, 1, 38, NOW), NOW)).isNull();
    }

    @Test
    void streamsAndIssuersAreApart() {
        assertThat(judge.refused(call(BOB, 1, 5, NOW), NOW)).isNull();
        assertThat(judge.refused(call(BOB, 2, 5, NOW), NOW)).isNull();
        assertThat(judge.refused(call(MALLORY, 1, 5, NOW), NOW)).isNull();
    }

    @Test
    void nothingIsAcceptedAgainAfterItsStreamWasDropped() {
        assertThat(judge.refused(call(BOB, 0, 5, NOW), NOW)).isNull();
        for (int stream = 1; stream <= STREAMS; stream++) {
            assertThat(judge.refused(call(BOB, stream, 5, NOW + stream), NOW)).isNull();
        }
        assertThat(judge.refused(call(BOB, 0, 5, NOW), NOW)).isEqualTo(Outcome.REPLAYED);
    }

    @Test
    void norAfterItsStreamWasMadeAnewByALaterCall() {
        assertThat(judge.refused(call(BOB, 0, 5, NOW), NOW)).isNull();
        for (int stream = 1; stream <= STREAMS; stream++) {
            assertThat(judge.refused(call(BOB, stream, 5, NOW + stream), NOW)).isNull();
        }
        assertThat(judge.refused(call(BOB, 0, 6, NOW + 10), NOW)).isNull();
        assertThat(judge.refused(call(BOB, 0, 5, NOW), NOW)).isEqualTo(Outcome.REPLAYED);
        assertThat(judge.refused(call(BOB, 0, 6, NOW + 10), NOW)).isEqualTo(Outcome.REPLAYED);
    }

    @Test
    void asManyStreamsAsAllowedAreAllRemembered() {
        for (int stream = 0; stream < STREAMS; stream++) {
            assertThat(judge.refused(call(BOB, stream, 5, NOW), NOW)).isNull();
        }
        for (int stream = 0; stream < STREAMS; stream++) {
            assertThat(judge.refused(call(BOB, stream, 6, NOW), NOW)).isNull();
        }
    }

    @Test
    void oneIssuerMoreThanAllowedWaitsUntilAnotherIsForgotten() {
        for (int i = 0; i < ISSUERS; i++) {
            assertThat(judge.refused(call(issuer(i), 1, 1, NOW), NOW)).isNull();
        }
        MemoryKeyHolder late = issuer(ISSUERS);
        assertThat(judge.refused(call(late, 1, 1, NOW), NOW)).isEqualTo(Outcome.OVERLOADED);
        assertThat(judge.refused(call(late, 1, 1, NOW + 60), NOW + 60)).isEqualTo(Outcome.OVERLOADED);
        assertThat(judge.refused(call(late, 1, 1, NOW + 61), NOW + 61)).isNull();
    }

    @Test
    void nothingIsAcceptedAgainWhenItsIssuerWasForgottenAndTheClockGoesBack() {
        DetachedCall first = call(issuer(0), 1, 1, NOW);
        assertThat(judge.refused(first, NOW)).isNull();
        for (int i = 1; i <= ISSUERS; i++) {
            assertThat(judge.refused(call(issuer(i), 1, 1, NOW + 61), NOW + 61)).isNull();
        }
        assertThat(judge.refused(first, NOW)).isEqualTo(Outcome.REPLAYED);
        assertThat(judge.refused(call(issuer(0), 1, 2, NOW), NOW)).isEqualTo(Outcome.REPLAYED);
    }

    private static MemoryKeyHolder issuer(int number) {
        return Calls.key(10 + number);
    }
}
