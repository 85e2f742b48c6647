package io.comity.dissemination;

import static io.comity.dissemination.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.NodeId;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PassiveViewTest {
    private static final int MAX = 10;
    private static final int PER_SOURCE = 4;

    private static final NodeId EVE = node(1);

    private final PassiveView view = new PassiveView(MAX, PER_SOURCE, new SplittableRandom(1));

    private long held(int from, int to) {
        return IntStream.range(from, to)
                .filter(number -> view.contains(node(number)))
                .count();
    }

    private void says(NodeId source, int from, int to) {
        IntStream.range(from, to).forEach(number -> view.add(node(number), source));
    }

    @Test
    void oneSourceHasItsShareAndWhatItSaidFirstGivesWay() {
        says(EVE, 100, 100 + PER_SOURCE);
        assertThat(held(100, 100 + PER_SOURCE)).isEqualTo(PER_SOURCE);
        says(EVE, 200, 201);
        assertThat(view.size()).isEqualTo(PER_SOURCE);
        assertThat(view.contains(node(100))).isFalse();
        assertThat(view.contains(node(200))).isTrue();
    }

    @Test
    void whenItIsFullSomethingOfWhoeverHasMostGivesWay() {
        says(node(2), 20, 23);
        says(node(3), 30, 33);
        says(EVE, 100, 100 + PER_SOURCE);
        assertThat(view.size()).isEqualTo(MAX);
        says(node(4), 40, 41);
        assertThat(view.size()).isEqualTo(MAX);
        assertThat(held(100, 100 + PER_SOURCE)).isEqualTo(PER_SOURCE - 1);
        assertThat(view.contains(node(40))).isTrue();
    }

    @Test
    void whatIsKnownKeepsItsSource() {
        says(node(2), 100, 101);
        says(EVE, 100, 101 + PER_SOURCE);
        assertThat(held(100, 101 + PER_SOURCE)).isEqualTo(1 + PER_SOURCE);
    }

    @Test
    void itDrawsWithoutRepetitionAndNoMoreThanThereAre() {
        says(EVE, 100, 103);
        assertThat(view.draw(2, Set.of())).hasSize(2).doesNotHaveDuplicates();
        assertThat(view.draw(9, Set.of())).containsExactlyInAnyOrder(node(100), node(101), node(102));
        assertThat(view.draw(9, Set.of(node(101)))).containsExactlyInAnyOrder(node(100), node(102));
        view.remove(node(101));
        assertThat(view.draw(9, Set.of())).containsExactlyInAnyOrder(node(100), node(102));
    }
}
