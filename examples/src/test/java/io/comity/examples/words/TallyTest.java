package io.comity.examples.words;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.comity.examples.words.Tally.Ranked;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
    private final Tally tally = new Tally();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "The the THE tHe",
                "don't stop",
                "x1y2z3",
                "naïve café ÀÉ ſ K",
                "@[`{ AZaz",
                "\u0000\u00ff\u0080nul\u0000nul",
                "trailing\n",
                "\n\n\nleading",
                "b a b a c",
                "snake_case-and-kebab/path.ext",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void countsAsTheRuleSays(String text) {
        tally.add(text);
        tally.endWord();
        assertThat(tally.top(10)).isEqualTo(byTheRule(text, 10));
    }

    @Test
    void countsRandomBytesCutAnywhereAsTheRuleSays() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String text = randomText(random);
            Tally cut = new Tally();
            for (int from = 0; from < text.length(); ) {
                int to = Math.min(text.length(), from + 1 + random.nextInt(7));
                cut.add(text.substring(from, to));
                from = to;
            }
            cut.endWord();
            assertThat(cut.top(10)).as("seed %d", seed).isEqualTo(byTheRule(text, 10));
        }
    }

    @Test
    void equallyFrequentWordsComeInAlphabeticalOrder() {
        tally.add("pear fig apple fig pear apple kiwi");
        tally.endWord();
        assertThat(tally.top(2)).containsExactly(new Ranked("apple", 2), new Ranked("fig", 2));
    }

    @Test
    void aWordIsOpenUntilItEnds() {
        tally.add("wor");
        assertThat(tally.words()).isZero();
        tally.add("d ");
        assertThat(tally.top(1)).containsExactly(new Ranked("word", 1));
    }

    @Test
    void keepsAsManyWordsAsItsBoundAndLeavesTheNextOut() {
        Tally two = new Tally(2, 100);
        two.add("one two one two ");
        assertThat(two.leftOut()).isZero();
        two.add("three two three ");
        assertThat(two.leftOut()).isEqualTo(2);
        assertThat(two.words()).isEqualTo(5);
        assertThat(two.differentWords()).isEqualTo(2);
        assertThat(two.top(3)).containsExactly(new Ranked("two", 3), new Ranked("one", 2));
    }

    @Test
    void keepsAsManyLettersAsItsBoundAndLeavesTheNextWordOut() {
        Tally six = new Tally(100, 6);
        six.add("abc def ");
        assertThat(six.leftOut()).isZero();
        six.add("g abc ");
        assertThat(six.leftOut()).isEqualTo(1);
        assertThat(six.top(1)).containsExactly(new Ranked("abc", 2));
    }

    @Test
    void countsAWordAsLongAsTheBoundAndLeavesOutOneThatIsALetterLonger() {
        Tally six = new Tally(100, 6);
        six.add("abcdef ");
        assertThat(six.leftOut()).isZero();
        six.add("abcdefg ");
        assertThat(six.leftOut()).isEqualTo(1);
        assertThat(six.top(2)).containsExactly(new Ranked("abcdef", 1));
    }

    private static String randomText(Random random) {
        String alphabet = "aAbBzZ  \n\n'0@[`{\u00e9\u0000";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(400); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** The rule of the package, said with a regular expression and a sort. */
    private static List<Ranked> byTheRule(String text, int n) {
        Map<String, Long> counts = Arrays.stream(text.split("[^A-Za-z]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(groupingBy(word -> word, counting()));
        return counts.entrySet().stream()
                .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
                .sorted(comparing(Ranked::count, reverseOrder()).thenComparing(Ranked::word))
                .limit(n)
                .toList();
    }
}
