package io.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void takesTheMiddleRoundSoThatOneDisturbedRoundDoesNotMoveIt() {
        assertThat(Figures.median(List.of(100.0, 3.0, 101.0))).isEqualTo(100);
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddle() {
        assertThat(Figures.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    @Test
    void dividesRatesByThePeer() {
        Figures ratio = Measure.ONE_WAY.ratio(figures(400, 300, 600), figures(200, 200, 200));
        assertThat(ratio.median()).isEqualTo(2);
        assertThat(ratio.rounds()).containsExactly(2.0, 1.5, 3.0);
    }

    @Test
    void dividesThePeersTimesByOursSoThatAboveOneIsAlwaysBetter() {
        assertThat(Measure.ASK_1_P50.ratio(figures(50), figures(200)).median()).isEqualTo(4);
    }

    private static Figures figures(double... rounds) {
        List<Double> list = Arrays.stream(rounds).boxed().toList();
        return new Figures(Figures.median(list), list);
    }
}
