package io.comity.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void escapesWhatBreaksOrDisguisesALine() {
        assertThat(OneLine.of("a\r\n\tb\u0000\u001b[31m\u2028\u2029\u202e\ud800"))
                .isEqualTo("a\\r\\n\\tb\\u0000\\u001b[31m\\u2028\\u2029\\u202e\\ud800");
    }

    @Test
    void leavesLettersOfEveryAlphabetAlone() {
        assertThat(OneLine.of("ключ = 鍵 🔑")).isEqualTo("ключ = 鍵 🔑");
    }

    @Test
    void showsTextOfTheGreatestLengthWhole() {
        String longest = "x".repeat(OneLine.MAX_SHOWN);
        assertThat(OneLine.shortened(longest)).isEqualTo(longest);
    }

    @Test
    void cutsTextThatIsOneCharacterLonger() {
        assertThat(OneLine.shortened("x".repeat(OneLine.MAX_SHOWN + 1))).isEqualTo("x".repeat(OneLine.MAX_SHOWN) + "…");
    }
}
