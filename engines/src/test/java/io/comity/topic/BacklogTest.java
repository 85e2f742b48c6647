package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BacklogTest {
    private static final int ROOM = 3;

    private static List<Integer> left(Backlog<Integer> backlog) {
        List<Integer> left = new ArrayList<>();
        for (Integer next = backlog.poll(); next != null; next = backlog.poll()) {
            left.add(next);
        }
        return left;
    }

    private static Backlog<Integer> filled(WhenSlow<Integer> rule, int... messages) {
        Backlog<Integer> backlog = new Backlog<>(rule);
        for (int message : messages) {
            backlog.add(message);
        }
        return backlog;
    }

    @Test
    void asManyWaitAsMayWhateverTheRule() {
        List<WhenSlow<Integer>> rules = List.of(
                new WhenSlow.DropOldest<>(ROOM),
                new WhenSlow.DropNewest<>(ROOM),
                new WhenSlow.LatestByKey<>(ROOM, number -> number),
                new WhenSlow.Disconnect<>(ROOM));
        for (WhenSlow<Integer> rule : rules) {
            Backlog<Integer> backlog = filled(rule, 1, 2, 3);
            assertThat(backlog.dropped()).isZero();
            assertThat(backlog.isOver()).isFalse();
            assertThat(left(backlog)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void theOldestGoes() {
        Backlog<Integer> backlog = filled(new WhenSlow.DropOldest<>(ROOM), 1, 2, 3, 4);
        assertThat(backlog.dropped()).isEqualTo(1);
        assertThat(left(backlog)).containsExactly(2, 3, 4);
    }

    @Test
    void theNewestIsNotTaken() {
        Backlog<Integer> backlog = filled(new WhenSlow.DropNewest<>(ROOM), 1, 2, 3, 4);
        assertThat(backlog.dropped()).isEqualTo(1);
        assertThat(backlog.isOver()).isFalse();
        assertThat(left(backlog)).containsExactly(1, 2, 3);
    }

    @Test
    void theLatestOfEachKeyStaysInThePlaceOfTheFirst() {
        Backlog<Integer> backlog = filled(new WhenSlow.LatestByKey<>(ROOM, number -> number % 10), 1, 2, 11, 3, 21);
        assertThat(backlog.dropped()).isEqualTo(2);
        assertThat(left(backlog)).containsExactly(21, 2, 3);
    }

    @Test
    void ofTooManyKeysTheOldestGoes() {
        Backlog<Integer> backlog = filled(new WhenSlow.LatestByKey<>(ROOM, number -> number), 1, 2, 3, 4);
        assertThat(backlog.dropped()).isEqualTo(1);
        assertThat(left(backlog)).containsExactly(2, 3, 4);
    }

    @Test
    void oneTooManyEndsTheSubscription() {
        Backlog<Integer> backlog = filled(new WhenSlow.Disconnect<>(ROOM), 1, 2, 3, 4);
        assertThat(backlog.isOver()).isTrue();
    }

    @Test
    void whatWasTakenMakesRoom() {
        Backlog<Integer> backlog = filled(new WhenSlow.Disconnect<>(ROOM), 1, 2, 3);
        assertThat(backlog.poll()).isEqualTo(1);
        backlog.add(4);
        assertThat(backlog.isOver()).isFalse();
        assertThat(left(backlog)).containsExactly(2, 3, 4);
    }

    @Test
    void somebodyMayWaitAndNotTooMany() {
        new WhenSlow.DropOldest<>(1);
        new WhenSlow.DropOldest<>(WhenSlow.MAX_ROOM);
        assertThatIllegalArgumentException().isThrownBy(() -> new WhenSlow.DropOldest<>(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WhenSlow.Disconnect<>(WhenSlow.MAX_ROOM + 1));
    }

    @Test
    void aKeyThatCannotBeDecidedEndsTheSubscriptionAndSaysWhy() {
        Backlog<Integer> backlog = filled(new WhenSlow.LatestByKey<>(ROOM, number -> 6 / number), 1, 2);
        assertThat(backlog.whyOver()).isEmpty();
        backlog.add(0);
        assertThat(backlog.isOver()).isTrue();
        assertThat(backlog.whyOver()).contains("the key of a message could not be decided: ArithmeticException");
        assertThat(backlog.dropped()).isEqualTo(1);
        assertThat(left(backlog)).containsExactly(1, 2);
    }
}
