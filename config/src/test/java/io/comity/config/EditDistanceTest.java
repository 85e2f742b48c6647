package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({
        "port, port, 0",
        "port, Port, 0",
        "port, prt, 1",
        "port, poort, 1",
        "port, pork, 1",
        "port, prot, 1",
        "'', port, 4",
        "port, '', 4",
        "kitten, sitting, 3",
        "ca, abc, 3"
    })
    void countsSlipsOfTheFinger(String left, String right, int slips) {
        assertThat(EditDistance.between(left, right)).isEqualTo(slips);
    }

    @Test
    void takesTheFirstInTheAlphabetAmongEquals() {
        assertThat(EditDistance.nearest("bat", List.of("rat", "cat", "hat"))).isEqualTo("cat");
    }
}
