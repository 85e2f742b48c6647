package io.comity.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.proxy.Vigil.Finding;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What beats of the heart mean. */
final class VigilTest {
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Vigil vigil = new Vigil(vigilance(BEAT));
    private long opened;
    private long activity;

    private static NodeProxy.Vigilance vigilance(Duration heartbeat) {
        return new NodeProxy.Vigilance(
                heartbeat, 3, Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofSeconds(1));
    }

    private Finding beat() {
        return vigil.beat(opened, activity, false, false, BEAT);
    }

    private Finding heard() {
        opened++;
        return beat();
    }

    @Test
    void missedBeatsAtTheMostAreForgivenAndOneMoreIsDeath() {
        heard();
        assertThat(beat()).isNotEqualTo(Finding.DEAD);
        assertThat(beat()).isNotEqualTo(Finding.DEAD);
        assertThat(heard()).isNotEqualTo(Finding.DEAD);
        beat();
        beat();
        assertThat(beat()).isEqualTo(Finding.DEAD);
    }

    /** Settings differ from node to node, and the slower of two must not be taken for dead. */
    @Test
    void whoBeatsMoreSlowlyIsWaitedForInItsOwnBeats() {
        Duration slower = BEAT.multipliedBy(2).plusMillis(1);
        for (int i = 1; i < 3 * 3; i++) {
            assertThat(vigil.beat(0, ++activity, false, true, slower)).isNotEqualTo(Finding.DEAD);
        }
        assertThat(vigil.beat(0, activity, false, true, slower)).isEqualTo(Finding.DEAD);
    }

    @Test
    void alinkOnWhichNothingIsSaidIsClosedInTimeAndEndedOneBeatLater() {
        activity++;
        assertThat(heard()).isEqualTo(Finding.WELL);
        for (int i = 1; i < 5; i++) {
            assertThat(heard()).isEqualTo(Finding.QUIET);
        }
        assertThat(heard()).isEqualTo(Finding.IDLE);
        assertThat(heard()).isEqualTo(Finding.OVERDUE);
    }

    @Test
    void anyMessageBeginsTheTimeAnew() {
        for (int i = 0; i < 20; i++) {
            activity += i % 4 == 0 ? 1 : 0;
            assertThat(heard()).isIn(Finding.WELL, Finding.QUIET);
        }
    }

    @Test
    void whatWaitsAndWhatIsPermanentIsNeverIdle() {
        for (int i = 0; i < 20; i++) {
            assertThat(vigil.beat(++opened, 0, true, false, BEAT)).isEqualTo(Finding.WELL);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(vigil.beat(++opened, 0, false, true, BEAT)).isEqualTo(Finding.QUIET);
        }
    }

    @Test
    void keysChangeInTime() {
        for (int beat = 1; beat <= 12; beat++) {
            heard();
            assertThat(vigil.isRekeyDue()).isEqualTo(beat % 4 == 0);
        }
    }

    /** A node with hundreds of connections would else wake for each. */
    @Test
    void connectionsBeatAtTheSameMomentsAndNoneLaterThanItsHeartbeat() {
        beatsTogether(BEAT, Duration.ofMillis(125));
        beatsTogether(Duration.ofMillis(400), Duration.ofMillis(50));
    }

    private static void beatsTogether(Duration heartbeat, Duration apart) {
        long moment = apart.toNanos();
        for (long now : new long[] {-heartbeat.toNanos() - 1, -1, 0, 1, moment - 1, moment, 7 * moment + 3}) {
            long left = vigilance(heartbeat).untilBeat(now).toNanos();
            assertThat((now + left) % moment).isZero();
            assertThat(left).isGreaterThan(heartbeat.toNanos() - moment).isLessThanOrEqualTo(heartbeat.toNanos());
        }
    }
}
