package io.comity.mission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SerialsTest {
    @Test
    void oneBootGivesOutAsManyAsItMayAndNotOneMore() {
        Serials serials = new Serials(7);
        assertThat(serials.last()).isEqualTo(Serials.before(7));
        for (long i = 0; i < Serials.MAX; i++) {
            assertThat(serials.take()).isEqualTo(serials.last());
        }
        assertThatThrownBy(serials::take).isInstanceOf(MissionException.class).hasMessageContaining("start it again");
        assertThat(new Serials(8).take()).as("of the next boot").isGreaterThan(serials.last());
    }
}
