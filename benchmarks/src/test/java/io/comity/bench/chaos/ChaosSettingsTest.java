package io.comity.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosSettingsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, ChaosSettings.MAX_CUTS})
    void takesCutsWithinTheirBounds(int cuts) {
        assertThat(new ChaosSettings(cuts, 1, List.of("tcp"), 0).cuts()).isEqualTo(cuts);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, ChaosSettings.MAX_CUTS + 1})
    void refusesCutsOneBeyondThem(int cuts) {
        assertThatThrownBy(() -> new ChaosSettings(cuts, 1, List.of("tcp"), 0))
                .hasMessageStartingWith("--cuts must be");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, ChaosSettings.MAX_MESSAGES + 1})
    void refusesMessagesOneBeyondTheirBounds(long messages) {
        assertThatThrownBy(() -> new ChaosSettings(1, messages, List.of("tcp"), 0))
                .hasMessageStartingWith("--messages must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "memory", "tcp,tcp,tcp"})
    void refusesTransportsThatItCannotCutOrTooMany(String names) {
        assertThatThrownBy(() -> new ChaosSettings(1, 1, List.of(names.split(",")), 0))
                .hasMessageStartingWith("--transport must be one or two of tcp");
    }

    @Test
    void usesOneTransportForBothAddressesAndTwoInTurn() {
        assertThat(new ChaosSettings(1, 1, List.of("tcp"), 0).transport(1)).isEqualTo("tcp");
        assertThat(new ChaosSettings(1, 1, List.of("tcp", "tls"), 0).transport(1))
                .isEqualTo("tls");
        assertThat(new ChaosSettings(1, 1, List.of("tcp", "tcp"), 0).used()).containsExactly("tcp");
    }
}
