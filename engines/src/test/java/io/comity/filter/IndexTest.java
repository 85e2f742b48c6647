package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code -Dcomity.filter.seed=N} repeats a run. */
final class IndexTest {
    private static final long SEED = Long.getLong("comity.filter.seed", System.nanoTime());

    private static Messages.Encoded vote(long height, String name) {
        return Messages.encode(
                new Messages.Vote(height, name, java.util.Optional.empty(), Messages.Colour.RED, List.of()));
    }

    private static List<String> match(Index<String> index, Messages.Encoded message) {
        return index.match(message.type(), message.body());
    }

    /** Whoever follows a topic says what it wants as often as it likes. */
    @Test
    void whatAlternativesHaveInCommonCostsNoMoreThanTheyDo() {
        String alternatives = "(x in (" + numbers("") + ") or y in (" + numbers("") + "))";
        Filter plain = Filter.parse(alternatives);
        Filter typed = Filter.parse("type in (" + numbers("\"t").replace(",", "\",") + "\") and " + alternatives);
        assertThat(nanosToPut(typed)).isLessThan(Quickest.NOISE * nanosToPut(plain));
    }

    private static String numbers(String before) {
        return IntStream.range(0, 250).mapToObj(each -> before + each).collect(Collectors.joining(", "));
    }

    private static long nanosToPut(Filter filter) {
        return Quickest.nanos(
                () -> assertThat(new Index<Integer>().put(1, filter)).isEmpty());
    }

    /** Against what the filters say of the messages themselves, while subscriptions come and go. */
    @Test
    void findsThoseWhoseFiltersMatchInTheOrderTheyWerePut() {
        Random random = new Random(SEED);
        RandomFilters filters = new RandomFilters(random);
        Index<Integer> index = new Index<>();
        Map<Integer, Filter> model = new LinkedHashMap<>();
        int found = 0;
        for (int step = 0; step < 2_500; step++) {
            Integer key = random.nextInt(120);
            if (random.nextInt(3) > 0) {
                Filter filter = filters.filter(1 + random.nextInt(4));
                assertThat(index.put(key, filter)).isEmpty();
                model.remove(key);
                model.put(key, filter);
            } else {
                assertThat(index.remove(key)).isEqualTo(model.remove(key) != null);
            }
            assertThat(index.size()).isEqualTo(model.size());
            if (step % 3 == 0) {
                Messages.Event event = Messages.event(random);
                Messages.Encoded encoded = Messages.encode(event);
                List<Integer> expected = new ArrayList<>();
                model.forEach((each, filter) -> {
                    if (PlainFilter.holds(filter, event)) {
                        expected.add(each);
                    }
                });
                assertThat(index.match(encoded.type(), encoded.body()))
                        .as("seed %s, step %s, %s", SEED, step, event)
                        .isEqualTo(expected);
                found += expected.size();
            }
        }
        assertThat(found).as("the run says something").isGreaterThan(4_000);
    }

    /** So that memory does not grow with what was, nor with what was refused. */
    @Test
    void leavesNothingBehind() {
        Random random = new Random(SEED);
        RandomFilters filters = new RandomFilters(random);
        Index<Integer> index = new Index<>(Index.MAX_SUBSCRIPTIONS, 100);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            refused += index.put(i, filters.filter(4)).isPresent() ? 1 : 0;
        }
        assertThat(refused).isBetween(1, 400);
        for (int i = 0; i < 500; i++) {
            index.remove(i);
        }
        assertThat(index.isBare()).isTrue();
    }

    @Test
    void agreesWithAMatcherOnHostileBodies() {
        Random random = new Random(SEED);
        RandomFilters filters = new RandomFilters(random);
        Index<Integer> index = new Index<>();
        List<Matcher> matchers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Filter filter = filters.filter(3);
            index.put(i, filter);
            matchers.add(filter.matcher());
        }
        for (int round = 0; round < 1_000; round++) {
            Messages.Encoded encoded = Messages.encode(Messages.event(random));
            byte[] body = encoded.body().clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < matchers.size(); i++) {
                if (matchers.get(i).matches(encoded.type(), body)) {
                    expected.add(i);
                }
            }
            assertThat(index.match(encoded.type(), body)).as("seed %s", SEED).isEqualTo(expected);
        }
    }

    @Test
    void aKeyPutTwiceIsThereOnce() {
        Index<String> index = new Index<>();
        index.put("a", Filter.everything());
        index.put("b", Filter.everything());
        index.put("a", Filter.field("height").is(1));
        assertThat(match(index, vote(1, ""))).containsExactly("b", "a");
        assertThat(match(index, vote(2, ""))).containsExactly("b");
    }

    @Test
    void moreSubscriptionsThanItsMostAreRefused() {
        Index<String> index = new Index<>(2, 0);
        assertThat(index.put("a", Filter.everything())).isEmpty();
        assertThat(index.put("b", Filter.everything())).isEmpty();
        assertThat(index.put("c", Filter.everything())).contains("there are 2 subscriptions; remove one");
        assertThat(index.put("b", Filter.type("Vote"))).isEmpty();
        index.remove("a");
        assertThat(index.put("c", Filter.everything())).isEmpty();
    }

    /** Each of these must be tried with every message, and takes three tests. */
    @Test
    void filtersThatWouldMakeEveryMessageSlowAreRefused() {
        Filter unanchored = Filter.parse("not (height = 5 and name = a)");
        int each = Bounds.nodes(unanchored);
        Index<String> index = new Index<>(100, 2 * each);
        assertThat(index.put("a", unanchored)).isEmpty();
        assertThat(index.put("b", unanchored)).isEmpty();
        assertThat(index.put("c", unanchored))
                .hasValueSatisfying(why -> assertThat(why).startsWith("costs too much"));
        assertThat(index.size()).isEqualTo(2);
        assertThat(match(index, vote(6, "x"))).containsExactly("a", "b");
        assertThat(index.put("exact", Filter.field("height").is(6))).isEmpty();
        assertThat(index.put("exact", unanchored)).as("the one before stays").isPresent();
        assertThat(match(index, vote(6, "x"))).containsExactly("a", "b", "exact");
        index.remove("a");
        assertThat(index.put("c", unanchored)).isEmpty();
        assertThat(index.put("exact", Filter.parse("height > 5"))).isEmpty();
    }

    @Test
    void thatIsCountedForEachPlaceByItself() {
        Filter wide = Filter.parse("(height > 1 or height = -1) and (name > \"\" or name exists)");
        Index<String> index = new Index<>(100, 16 * Bounds.nodes(wide));
        for (int i = 0; i < 32; i++) {
            assertThat(index.put("" + i, wide)).isEmpty(); // half of them at height, half at name
        }
        assertThat(index.put("one more", wide)).isEmpty(); // for whatever comes
        for (int i = 1; i < 16; i++) {
            assertThat(index.put("more " + i, wide)).isEmpty();
        }
        assertThat(index.put("too much", wide)).isPresent();
        Filter beside = Filter.parse("(height < 1 or height < 0) and (header.height < 1 or header.height < 0)");
        assertThat(index.put("beside them", beside)).isEmpty();
        Filter typed = Filter.parse("type = Vote and (height > 1 or height = -1) and name exists");
        assertThat(index.put("of one type", typed)).isEmpty();
        assertThat(match(index, vote(4, "x"))).hasSize(32 + 16 + 1);
    }

    /** However many there are, and whoever chose them, few are looked at. */
    @Test
    void looksOnlyAtWhatHangsWhereTheMessageComesBy() {
        Index<Integer> index = new Index<>();
        for (int i = 0; i < 20_000; i++) {
            Filter about = Filter.field("height").between(10L * i, 10L * i + 9);
            assertThat(index.put(i, about.and(Filter.field("name").startsWith("a"))))
                    .isEmpty();
        }
        Messages.Encoded vote = vote(123_456, "al");
        assertThat(index.match(vote.type(), vote.body())).containsExactly(12_345);
        assertThat(index.tried()).isEqualTo(1);
    }

    /** Strings like these have one hash code. */
    @Test
    void valuesThatCollideAreFoundAllTheSame() {
        Index<String> index = new Index<>();
        List<String> colliding = new ArrayList<>(List.of(""));
        for (int i = 0; i < 12; i++) {
            List<String> longer = new ArrayList<>();
            colliding.forEach(each -> longer.addAll(List.of(each + "Aa", each + "BB")));
            colliding = longer;
        }
        colliding.forEach(each -> index.put(each, Filter.field("name").is(each)));
        assertThat(colliding.stream()
                        .map(Key::text)
                        .mapToInt(Key::hashCode)
                        .distinct()
                        .count())
                .isEqualTo(1);
        for (int i = 0; i < colliding.size(); i += 97) {
            assertThat(match(index, vote(1, colliding.get(i)))).containsExactly(colliding.get(i));
        }
    }

    @Test
    void typesThatAreExcludedAre() {
        Index<String> index = new Index<>();
        index.put("not votes", Filter.parse("type in (Block, Vote) and not type = Vote"));
        index.put("none", Filter.parse("type = Vote and not type in (Signal, Vote)"));
        assertThat(match(index, vote(1, ""))).isEmpty();
        assertThat(index.match("Block", vote(1, "").body())).containsExactly("not votes");
    }

    /** Bytes are compared as what a literal is: two sorts at once. */
    @Test
    void testsOfOneFieldByTwoSortsDoNotExcludeEachOther() {
        Index<String> index = new Index<>();
        index.put(
                "both",
                Filter.field("a").is(new byte[] {5}).and(Filter.field("a").is(5)));
        assertThat(index.match("T", HexFormat.of().parseHex("a161614105"))).containsExactly("both");
    }

    @Test
    void anInOfManyTypesAndValues() {
        Index<UUID> index = new Index<>();
        UUID key = new UUID(1, 1);
        String[] types = new String[100];
        for (int i = 0; i < types.length; i++) {
            types[i] = "T" + i;
        }
        types[0] = "Vote";
        index.put(key, Filter.type(types).and(Filter.field("height").in(1, 2, 3)));
        assertThat(index.match("Vote", vote(3, "").body())).containsExactly(key);
        assertThat(index.match("Other", vote(3, "").body())).isEmpty();
        assertThat(index.match("Vote", vote(4, "").body())).isEmpty();
    }
}
