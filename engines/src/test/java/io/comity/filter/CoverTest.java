package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code -Dcomity.filter.seed=N} repeats a run. */
final class CoverTest {
    private static final long SEED = Long.getLong("comity.filter.seed", System.nanoTime());

    private final Cover<Integer> cover = new Cover<>();

    private void put(int from, int to, IntFunction<Filter> filter) {
        for (int i = from; i < to; i++) {
            cover.put(i, filter.apply(i));
        }
    }

    /** Whatever the order of what is asked for. */
    @Test
    void whatAlternativesHaveInCommonIsCountedOnce() {
        Filter inTurns = Filter.parse(some("a", each -> 2 * each) + " or " + some("b", each -> 2 * each + 1));
        Filter oneAfterTheOther = Filter.parse(some("a", each -> each) + " or " + some("b", each -> 250 + each));
        assertThat(nanosToPut(inTurns)).isLessThan(Quickest.NOISE * nanosToPut(oneAfterTheOther));
    }

    private static String some(String types, IntUnaryOperator value) {
        return "(type in (" + list(each -> "\"" + types + each + "\"") + ") and x in ("
                + list(each -> "" + value.applyAsInt(each)) + "))";
    }

    private static String list(IntFunction<String> each) {
        return IntStream.range(0, 250).mapToObj(each).collect(Collectors.joining(", "));
    }

    private static long nanosToPut(Filter filter) {
        return Quickest.nanos(() -> new Cover<Integer>().put(1, filter));
    }

    /** With few filters and with many, while they come and go. */
    @Test
    void matchesWhateverOneOfThemMatches() {
        Random random = new Random(SEED);
        RandomFilters filters = new RandomFilters(random);
        int exact = 0;
        for (int round = 0; round < 300; round++) {
            Cover<Integer> asked = new Cover<>();
            Map<Integer, Filter> model = new HashMap<>();
            int keys = 1 + random.nextInt(round % 3 == 0 ? 300 : 6);
            for (int step = 0; step < 2 * keys; step++) {
                Integer key = random.nextInt(keys);
                if (random.nextInt(4) > 0) {
                    Filter filter = filters.filter(1 + random.nextInt(3));
                    asked.put(key, filter);
                    model.put(key, filter);
                } else {
                    asked.remove(key);
                    model.remove(key);
                }
            }
            assertThat(asked.size()).isEqualTo(model.size());
            exact += check(asked.filter(), model, random);
        }
        assertThat(exact).isPositive();
    }

    /** How often the cover does not match either where none does. */
    private static int check(Filter cover, Map<Integer, Filter> model, Random random) {
        assertThat(Filter.decode(cover.encode()).toOptional()).contains(cover);
        int exact = 0;
        for (int i = 0; i < 30; i++) {
            Messages.Event event = Messages.event(random);
            if (model.values().stream().anyMatch(filter -> PlainFilter.holds(filter, event))) {
                assertThat(PlainFilter.holds(cover, event))
                        .as("seed %s: %s on %s", SEED, cover.text(), event)
                        .isTrue();
            } else {
                exact += PlainFilter.holds(cover, event) ? 0 : 1;
            }
        }
        return exact;
    }

    /** Comes back to what it was, whatever came and went; and says when it is another. */
    @Test
    void forgetsWhatWasRemoved() {
        RandomFilters filters = new RandomFilters(new Random(SEED));
        put(0, 3, i -> Filter.field("height").is(i));
        Filter before = cover.filter();
        List<Filter> others = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            others.add(filters.filter(3));
        }
        put(3, 503, i -> others.get(i - 3));
        for (int i = 3; i < 503; i++) {
            cover.remove(i);
        }
        assertThat(cover.filter()).isEqualTo(before);
        assertThat(cover.put(9, Filter.field("height").is(1))).isFalse();
        assertThat(cover.put(9, Filter.field("height").is(1))).isFalse();
        assertThat(cover.put(9, Filter.field("height").is(9))).isTrue();
        assertThat(cover.remove(9)).isTrue();
        assertThat(cover.remove(9)).isFalse();
        assertThat(cover.filter()).isEqualTo(before);
        put(0, 3, i -> Filter.nothing());
        assertThat(cover.filter()).isEqualTo(Filter.nothing());
    }

    @Test
    void isTheUnionWhileThatFits() {
        put(
                0,
                50,
                i -> Filter.type("Vote")
                        .and(Filter.field("height").is(i))
                        .and(Filter.field("name").is("a").not()));
        assertThat(((Filter.Or) cover.filter()).any()).hasSize(50);
        put(60, 64, i -> Filter.field("height").is(-i));
        assertThat(cover.filter().text()).contains("height = -63").doesNotContain(" in ");
    }

    @Test
    void gathersTheValuesOfOneField() {
        put(0, 1_000, i -> Filter.type("Vote").and(Filter.field("name").is("n" + i)));
        put(1_000, 1_003, i -> Filter.field("height").between(10 * i, 10 * i + 5));
        Filter filter = cover.filter();
        assertThat(filter.text())
                .contains("type = Vote and name in (\"n0\", \"n1\", \"n10\", ")
                .contains("height >= 10010");
        assertThat(Messages.matches(filter, vote(0, "n999"))).isTrue();
        assertThat(Messages.matches(filter, vote(0, "n1000"))).isFalse();
        assertThat(Messages.matches(filter, vote(10_013, ""))).isTrue();
        assertThat(Messages.matches(filter, vote(10_017, ""))).isFalse();
    }

    private static Messages.Event vote(long height, String name) {
        return new Messages.Vote(height, name, java.util.Optional.empty(), Messages.Colour.RED, List.of());
    }

    @Test
    void isARangeWhereTheValuesDoNotFit() {
        put(0, Filter.MAX_LITERALS + 1, i -> Filter.field("height").is(2 * i));
        assertThat(cover.filter().text()).isEqualTo("height >= 0 and height <= 2048");
        cover.remove(Filter.MAX_LITERALS);
        assertThat(cover.filter()).isInstanceOf(Filter.Among.class);
    }

    /** Which may be the name of a constant, so that there is no order to ask about. */
    @Test
    void isThatTheFieldIsThereWhereTheTextsDoNotFit() {
        put(0, 2_000, i -> Filter.type("Vote").and(Filter.field("name").is("n" + i)));
        assertThat(cover.filter().text()).isEqualTo("type = Vote and name exists");
    }

    @Test
    void keepsAFewRangesAndPrefixesAndSpansMore() {
        put(0, 400, i -> Filter.field("name").is("n" + i));
        put(400, 400 + Spread.MAX_RANGES, i -> Filter.field("height").between(10 * i, 10 * i + 5));
        put(500, 502, i -> Filter.field("cause.text").startsWith("p" + i));
        assertThat(cover.filter().text()).contains("height >= 4000 and height <= 4005", "cause.text prefix \"p501\"");
        cover.put(600, Filter.field("height").above(5_000));
        assertThat(cover.filter().text()).contains("height >= 4000").doesNotContain("4005");
    }

    @Test
    void gathersWholeTypesWideRangesAndPresence() {
        put(0, 300, i -> Filter.field("name").is("n" + i));
        put(300, 310, i -> Filter.field("height").between(10 * i, 10 * i + 5));
        cover.put(400, Filter.field("height").between(100, 200));
        cover.put(404, Filter.field("height").between(3_050, 9_000));
        cover.put(401, Filter.field("rank").exists());
        cover.put(402, Filter.field("rank").is(5));
        cover.put(403, Filter.type("Signal"));
        assertThat(cover.filter().text())
                .contains("(height >= 100 and height <= 9000)", "rank exists", "type = Signal")
                .doesNotContain("rank =");
    }

    /** A filter that is as deep as one may be has no room around it. */
    @Test
    void isLoosenedWhereOneIsAsDeepAsMayBe() {
        Filter deep = Filter.type("Vote");
        while (Bounds.depth(deep) < Filter.MAX_DEPTH) {
            deep = deep.not();
        }
        cover.put(0, deep);
        assertThat(cover.filter()).isEqualTo(deep);
        cover.put(1, Filter.type("Block"));
        assertThat(cover.filter()).isEqualTo(Filter.everything());
    }

    @Test
    void isTheTypesWhereThereAreTooManyFields() {
        put(
                0,
                300,
                i -> Filter.type("T" + i % 3)
                        .and(Filter.field("f" + i % Cover.MAX_BANDS).is(i)));
        assertThat(cover.filter().text()).isEqualTo("type in (T0, T1, T2)");
        put(
                0,
                300,
                i -> Filter.type("T")
                        .and(Filter.field("f" + i % Cover.MAX_BANDS).is(i)));
        assertThat(cover.filter().text()).contains("type = T and f0 in (0, 32, 64");
        put(300, 301, i -> Filter.type("T").and(Filter.field("more").is(i)));
        assertThat(cover.filter().text()).isEqualTo("type = T");
    }

    @Test
    void isEverythingInTheEnd() {
        put(0, 300, i -> Filter.field("f" + i).is(i));
        assertThat(cover.filter()).isEqualTo(Filter.everything());
        put(0, 300, i -> Filter.type("T" + i).and(Filter.field("f" + i).is(i)));
        assertThat(cover.filter()).isEqualTo(Filter.everything());
        put(Filter.MAX_TYPES, 300, i -> Filter.nothing());
        assertThat(((Filter.Type) cover.filter()).names()).hasSize(Filter.MAX_TYPES);
        put(0, 1, i -> Filter.field("a").is(1).not());
        assertThat(cover.filter()).isEqualTo(Filter.everything());
    }

    /** Whoever is asked may check it as it does any other. */
    @Test
    void canMatchWhereTheyCan() {
        RandomFilters filters = new RandomFilters(new Random(SEED));
        int checked = 0;
        for (int round = 0; round < 200; round++) {
            Cover<Integer> asked = new Cover<>();
            for (int i = 0; i < 3 << round % 7; i++) {
                Filter filter = filters.filter(2);
                try {
                    asked.put(i, filter.check(Messages.PROTOCOL));
                    checked++;
                } catch (FilterException e) {
                    // chance makes those, too
                }
            }
            if (asked.size() > 0) {
                assertThat(asked.filter().check(Messages.PROTOCOL)).isNotNull();
            }
        }
        assertThat(checked).isPositive();
    }

    @Test
    void manyComeAndGo() {
        put(
                0,
                20_000,
                i -> Filter.type("Vote")
                        .and(Filter.field("height").is(i))
                        .and(Filter.field("name").is("n" + i)));
        assertThat(cover.filter().text()).isEqualTo("type = Vote and height >= 0 and height <= 19999");
        for (int i = 20; i < 20_000; i++) {
            cover.remove(i);
        }
        assertThat(((Filter.Or) cover.filter()).any()).hasSize(20);
    }
}
