package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT168H, 7d",
        "PT25H, 25h",
        "PT90S, 90s",
        "PT2M, 2m",
        "PT0.25S, 250ms",
        "PT0.000001S, 1us",
        "PT0.000000001S, 1ns",
        "PT-5S, -5s",
        "PT2562047788015215H, 2562047788015215h"
    })
    void writesADurationInTheLargestUnitThatDivides(Duration duration, String text) {
        assertThat(Units.text(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1, 1 B", "1000, 1000 B", "1024, 1 KiB", "1536, 1536 B", "1048576, 1 MiB", "8589934592, 8 GiB"
    })
    void writesASizeInTheLargestUnitThatDivides(BigInteger bytes, String text) {
        assertThat(Units.text(bytes)).isEqualTo(text);
    }
}
