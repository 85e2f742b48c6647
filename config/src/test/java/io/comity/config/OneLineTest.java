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

    @Test
    void countsWhatIsShownOfAnEscapeAndCutsNoneInTwo() {
        int longest = OneLine.MAX_SHOWN / "\\u0014".length();
        assertThat(OneLine.shortened("\u0014".repeat(longest))).isEqualTo("\\u0014".repeat(longest));
        assertThat(OneLine.shortened("\u0014".repeat(longest + 1))).isEqualTo("\\u0014".repeat(longest) + "…");
        assertThat(OneLine.shortened("x" + "\u0014".repeat(longest)))
                .isEqualTo("x" + "\\u0014".repeat(longest - 1) + "…");
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(OneLine.shortened("x" + "🔑".repeat(OneLine.MAX_SHOWN)))
                .isEqualTo("x" + "🔑".repeat(OneLine.MAX_SHOWN / 2 - 1) + "…");
    }
}
