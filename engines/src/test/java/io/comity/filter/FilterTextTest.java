package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class FilterTextTest {
    private static void refused(String text, String... lines) {
        assertThatThrownBy(() -> Filter.parse(text))
                .isInstanceOf(FilterException.class)
                .hasMessage(String.join("\n", lines));
    }

    @Test
    void andBindsCloserThanOrAndNotClosest() {
        assertThat(Filter.parse("not a = 1 and b = 2 or c = 3"))
                .isEqualTo(Filter.field("a")
                        .is(1)
                        .not()
                        .and(Filter.field("b").is(2))
                        .or(Filter.field("c").is(3)))
                .isNotEqualTo(Filter.parse("not (a = 1 and (b = 2 or c = 3))"));
    }

    @Test
    void keywordsAreSuchInWhicheverCase() {
        assertThat(Filter.parse("TYPE = A And b In (1, 2) OR NOT c EXISTS"))
                .isEqualTo(Filter.parse("type = A and b in (1, 2) or not c exists"));
    }

    @Test
    void whereAValueIsExpectedAnyWordIsOne() {
        assertThat(Filter.parse("a = and")).isEqualTo(Filter.field("a").is("and"));
        assertThat(Filter.parse("a = true")).isEqualTo(Filter.field("a").is(true));
        assertThat(Filter.parse("a = \"true\"")).isEqualTo(Filter.field("a").is("true"));
        assertThat(Filter.parse("a = TRUE")).isEqualTo(Filter.field("a").is("TRUE"));
    }

    @Test
    void quotedTextHasEscapes() {
        Filter filter = Filter.parse("a = \"q\\\" b\\\\ \\n\\r\\t \\u00e9\\ud83d\\ude00\"");
        assertThat(filter).isEqualTo(Filter.field("a").is("q\" b\\ \n\r\t é\ud83d\ude00"));
        assertThat(filter.text()).isEqualTo("a = \"q\\\" b\\\\ \\n\\r\\t é\ud83d\ude00\"");
        assertThat(Filter.field("a").is("\u202e\u0007").text()).isEqualTo("a = \"\\u202e\\u0007\"");
    }

    @Test
    void whateverDoesNotFitIsShownInItsPlace() {
        refused(
                "type = Block and and height > 5",
                "column 18: expected type, a field, not or (, found \"and\"",
                "  type = Block and and height > 5",
                "                   ^");
        refused(
                "height => 5",
                "column 8: expected one of = != < <= > >= in prefix exists, found \"=\""
                        .replace(
                                "8: expected one of = != < <= > >= in prefix exists, found \"=\"",
                                "9: expected a value, found \">\""),
                "  height => 5",
                "          ^");
        refused(
                "height == 5",
                "column 8: expected one of = != < <= > >= in prefix exists, found \"==\"",
                "  height == 5",
                "         ^");
        refused("(a = 1", "column 7: expected ), found the end", "  (a = 1", "        ^");
        refused("a = \"open", "column 5: expected a closing \", found the end", "  a = \"open", "      ^");
        refused(
                "a = 12x",
                "column 5: expected a number, an instant such as 2026-01-31T12:00:00Z or a duration such as 1.5s, found"
                        + " \"12x\"",
                "  a = 12x",
                "      ^");
        refused("a in (1 2)", "column 9: expected , or ), found \"2\"", "  a in (1 2)", "          ^");
        refused("a = 1 b = 2", "column 7: expected and, or or the end, found \"b\"", "  a = 1 b = 2", "        ^");
        refused(
                "a = h'0'",
                "column 5: expected pairs of hex digits between h' and ', found \"0\"",
                "  a = h'0'",
                "      ^");
        refused("", "column 1: expected type, a field, not or (, found the end", "  ", "  ^");
    }

    @Test
    void ofALongTextOnlyTheSurroundingsAreShown() {
        String text = "a = 1 and ".repeat(10) + "? and " + "b = 2 and ".repeat(10) + "c = 3";
        refused(
                text,
                "column 101: expected type, a field, not or (, found \"?\"",
                "  …" + text.substring(60, 130) + "…",
                "   " + " ".repeat(40) + "^");
    }

    @Test
    void noErrorDrawsOnATerminal() {
        refused(
                "a = \"\\\u0014\"",
                "column 6: expected \\\", \\\\, \\n, \\r, \\t or \\u and four hex digits, found \"\\?\"",
                "  a = \"\\ \"",
                "       ^");
        refused(
                "a \u202e 1",
                "column 3: expected one of = != < <= > >= in prefix exists, found \"?\"",
                "  a   1",
                "    ^");
    }

    @Test
    void aNumberThatWouldTakeLongToReadIsNotRead() {
        assertThatThrownBy(() -> Filter.parse("a = " + "9".repeat(1_001)))
                .hasMessageContaining("at most 1000 characters");
        assertThatThrownBy(() -> Filter.parse("a = 1e999")).hasMessageContaining("finite");
        assertThatThrownBy(() -> Filter.parse("a = 9".concat("9".repeat(30)).concat("d")))
                .hasMessageContaining("2^63 seconds");
    }
}
