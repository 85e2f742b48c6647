package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.comity.identity.Bytes;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PressTest {
    private final Newsroom.Voice bob = new Newsroom.Voice(2, 5);
    private final Press press = new Press(Newsroom.TOPIC, bob.id(), 5, bob.epochKey);

    private Batch printed(long millis) {
        return press.print(Bytes.EMPTY, List.of(), millis).orElseThrow();
    }

    @Test
    void whatComesTogetherIsSignedTogetherAndNumberedWithoutGaps() {
        press.add(0, new byte[] {1});
        press.add(1, new byte[] {2});
        Batch first = printed(7);
        press.add(0, new byte[] {3});
        Batch second = printed(8);
        assertThat(first.stamp().first()).isEqualTo(bob.slot(1));
        assertThat(first.stamp().count()).isEqualTo(2);
        assertThat(second.stamp().first()).isEqualTo(bob.slot(3));
        assertThat(first.isSigned(bob.epochKey.nodeId()) && second.isSigned(bob.epochKey.nodeId()))
                .isTrue();
        assertThat(press.print(Bytes.EMPTY, List.of(), 9)).isEmpty();
    }

    @Test
    void timesNeverFall() {
        press.add(0, new byte[1]);
        assertThat(printed(100).stamp().timeMillis()).isEqualTo(100);
        press.add(0, new byte[1]);
        assertThat(printed(50).stamp().timeMillis()).isEqualTo(100);
    }

    @Test
    void whatIsTakenBackLeavesNoGapAndWhatWasShownCannotBe() {
        press.add(0, new byte[1]);
        Batch first = printed(1);
        press.add(0, new byte[1]);
        Batch second = printed(2);
        press.takeBack(first);
        press.takeBack(second);
        press.add(0, new byte[1]);
        assertThat(printed(3).stamp().first()).isEqualTo(bob.slot(2));
    }

    @Test
    void onlyTheFirstAreKept() {
        for (byte i = 0; i < 3; i++) {
            press.add(0, new byte[] {i});
        }
        press.keep(2);
        assertThat(press.waiting()).isEqualTo(2);
        assertThat(printed(1).stamp().count()).isEqualTo(2);
        press.add(0, new byte[1]);
        press.keep(0);
        assertThat(press.print(Bytes.EMPTY, List.of(), 2)).isEmpty();
    }

    @Test
    void asManyFitAsMayAndNoMore() {
        for (int i = 0; i < Stamp.MAX_COUNT; i++) {
            assertThat(press.hasRoomFor(1)).isTrue();
            press.add(0, new byte[1]);
        }
        assertThat(press.hasRoomFor(1)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> press.add(0, new byte[1]));
        assertThat(printed(1).stamp().count()).isEqualTo(Stamp.MAX_COUNT);
    }

    @Test
    void asManyBytesFitAsABatchHolds() {
        press.add(0, new byte[Batch.MAX_BODY_BYTES]);
        int left = 0;
        while (press.hasRoomFor(100) && left < Stamp.MAX_COUNT) {
            press.add(Batch.MAX_TYPE, new byte[100]);
            left++;
        }
        List<Slot> after = Collections.nCopies(Stamp.MAX_AFTER, new Slot(bob.id(), Long.MAX_VALUE, Long.MAX_VALUE));
        Batch batch = press.print(Bytes.of(new byte[32]), after, 1).orElseThrow();
        assertThat(batch.bytes().length).isLessThanOrEqualTo(Batch.MAX_BYTES);
        assertThat(left).isPositive();
    }
}
