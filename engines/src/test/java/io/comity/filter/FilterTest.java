package io.comity.filter;

import static io.comity.filter.Messages.matches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comity.filter.Messages.Block;
import io.comity.filter.Messages.Colour;
import io.comity.filter.Messages.Header;
import io.comity.filter.Messages.Party;
import io.comity.filter.Messages.Vote;
import io.comity.filter.Messages.Wish;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FilterTest {
    private static final Party ALICE = new Party("alice", new UUID(1, 2));
    private static final Block BLOCK = new Block(
            new Header(101, Instant.parse("2026-01-31T12:00:00Z"), new byte[] {1, 2}),
            Optional.of(ALICE),
            Colour.RED,
            List.of(),
            Double.NaN,
            0.1f,
            BigInteger.TEN.pow(30),
            Duration.ofMillis(1_500),
            true,
            new Wish(7, ALICE));
    private static final Vote VOTE = new Vote(5, "bob", Optional.empty(), Colour.BLUE, List.of());

    private static boolean holds(String text, Messages.Event event) {
        return matches(Filter.parse(text), event);
    }

    @Test
    void looksAtTypeAndFields() {
        Filter filter = Filter.type("Block").and(Filter.field("header.height").above(100));
        assertThat(matches(filter, BLOCK)).isTrue();
        assertThat(matches(filter, VOTE)).isFalse();
        assertThat(filter).isEqualTo(Filter.parse("type = Block and header.height > 100"));
    }

    @Test
    void comparesEveryKindOfField() {
        assertThat(List.of(
                        "header.at = 2026-01-31T12:00:00Z",
                        "header.at < 2026-01-31T12:00:00.000000001Z",
                        "header.parent = h'0102'",
                        "header.parent prefix h'01'",
                        "sender.id = u'00000000-0000-0001-0000-000000000002'",
                        "sender.name prefix \"al\"",
                        "kind = RED",
                        "kind in (GREEN, RED)",
                        "big = 1000000000000000000000000000000",
                        "big > 1e29",
                        "ratio > 0.1",
                        "took = 1.5s",
                        "took > 1499999us",
                        "done = true",
                        "cause = Wish",
                        "cause.code = 7.0",
                        "cause.by.name = alice"))
                .allSatisfy(text -> assertThat(holds(text, BLOCK)).isTrue());
    }

    @Test
    void whatIsNotANumberOrNotThereIsNotEvenAnother() {
        for (String field : List.of("weight", "rank", "nowhere", "header", "header.height.deeper")) {
            for (String test : List.of("= 1", "!= 1", "< 1", "<= 1", "> 1", ">= 1", "in (1, 2)", "prefix \"a\"")) {
                assertThat(holds(field + " " + test, BLOCK))
                        .as(field + " " + test)
                        .isFalse();
                assertThat(holds("not " + field + " " + test, BLOCK)).isTrue();
            }
        }
        assertThat(holds("weight exists and header exists", BLOCK)).isTrue();
        assertThat(holds("tags exists or nowhere exists or rank exists", BLOCK)).isFalse();
        assertThat(holds("rank exists", VOTE)).isFalse();
    }

    @Test
    void aFieldThatIsCalledAsAKeywordHasADotBefore() {
        Filter filter = Filter.field("type").is(Colour.BLUE);
        assertThat(filter.text()).isEqualTo(".type = BLUE");
        assertThat(matches(filter, VOTE)).isTrue();
        assertThat(Filter.parse(".type = BLUE")).isEqualTo(filter);
    }

    /** A forwarder looks at bodies that nobody has read. */
    @Test
    void noBytesMakeItThrow() {
        Random random = new Random(1);
        RandomFilters filters = new RandomFilters(random);
        for (int i = 0; i < 2_000; i++) {
            Matcher matcher = filters.filter(4).matcher();
            Messages.Encoded encoded = Messages.encode(Messages.event(random));
            byte[] body = encoded.body().clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            matcher.matches(encoded.type(), body, 0, random.nextInt(body.length + 1));
        }
    }

    @Test
    void readsNoFurtherThanItsBody() {
        byte[] body = HexFormat.of().parseHex("a16161" + "1903e8");
        Filter filter = Filter.field("a").is(1000);
        assertThat(filter.matcher().matches("T", body, 0, body.length)).isTrue();
        assertThat(filter.matcher().matches("T", body, 0, body.length - 1)).isFalse();
        assertThat(filter.matcher().matches("T", body, 0, 0)).isFalse();
    }

    @Test
    void ofANameThatComesTwiceTheFirstCounts() {
        byte[] body = HexFormat.of().parseHex("a2616101616102");
        assertThat(Filter.field("a").is(1).matcher().matches("T", body)).isTrue();
        assertThat(Filter.field("a").is(2).matcher().matches("T", body)).isFalse();
    }

    /** {@code {"a": ["ok", [{"b": 1}]]}}: a status of an optional, say. */
    @Test
    void goesThroughChoicesAndOptionalsWithinEachOther() {
        byte[] body = HexFormat.of().parseHex("a16161" + "82626f6b" + "81" + "a1616201");
        assertThat(Filter.field("a.b").is(1).matcher().matches("T", body)).isTrue();
        assertThat(Filter.field("a").is("ok").matcher().matches("T", body)).isTrue();
    }

    /** A number that a body would not have is none. */
    @Test
    void onlyShortestFormsAreNumbers() {
        assertThat(Filter.field("a").is(1).matcher().matches("T", HexFormat.of().parseHex("a161611801")))
                .isFalse();
        assertThat(Filter.field("a").is(1).matcher().matches("T", HexFormat.of().parseHex("a16161420001")))
                .isFalse();
        assertThat(Filter.field("a").is(1).matcher().matches("T", HexFormat.of().parseHex("a161614101")))
                .isTrue();
    }

    @Test
    void equalValuesAreOneInAList() {
        assertThat(Filter.field("a").in(5, 5.0, "x", 3).text()).isEqualTo("a in (3, 5, \"x\")");
        assertThat(Filter.field("a").in(5, 5.0)).isEqualTo(Filter.field("a").is(5));
        assertThat(Filter.field("a").in()).isEqualTo(Filter.nothing());
    }

    @Test
    void whatCannotBeALiteralIsRefusedWithWhatCan() {
        assertThatThrownBy(() -> Filter.field("a").is(List.of()))
                .isInstanceOf(FilterException.class)
                .hasMessageContaining("use a number, text, boolean");
        assertThatThrownBy(() -> Filter.field("a").is(Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> Filter.field("a").is("\ud800")).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> Filter.field("a").startsWith(5)).hasMessageContaining("text or bytes");
        assertThatThrownBy(() -> Filter.field("a b")).hasMessageContaining("cannot be the name of a field");
    }
}
