package io.comity.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.comity.identity.Bytes;
import io.comity.limit.Limit;
import io.comity.mission.Caveats;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class RationsTest {
    private static final long DAY_NS = Limit.MAX_INTERVAL_NS;
    private static final long NOW = 1_700_000_000_000L;

    private final Rations rations = new Rations();

    /** One a day, of a grant of this number. */
    private static Right right(int number) {
        Bytes grant = Bytes.of(ByteBuffer.allocate(4).putInt(number).array());
        Limit limit = new Limit(DAY_NS, 0, Long.MAX_VALUE, Integer.MAX_VALUE);
        return new Right(grant, Bytes.EMPTY, Caveats.NONE, limit, grant, limit);
    }

    @Test
    void soManyGrantsAreRememberedAndOfOneMoreTheFirstIsToBeShownAnew() {
        for (int i = 0; i < Rations.MAX; i++) {
            rations.shown(right(i), NOW);
        }
        assertThat(rations.admit(right(0), 1, NOW)).isTrue();
        rations.shown(right(Rations.MAX), NOW);
        assertThat(rations.admit(right(0), 1, NOW)).isFalse();
        assertThat(rations.admit(right(1), 1, NOW)).isTrue();
    }

    @Test
    void whatWasTakenIsOfTheGrantHoweverOftenItIsShown() {
        rations.shown(right(1), NOW);
        rations.charge(right(1), 1);
        rations.shown(right(1), NOW);
        assertThat(rations.admit(right(1), 1, NOW)).isFalse();
    }

    @Test
    void whatHasNoRateIsNotCounted() {
        assertThat(rations.admit(Right.OF_OWNER, 1_000_000, NOW)).isTrue();
    }
}
