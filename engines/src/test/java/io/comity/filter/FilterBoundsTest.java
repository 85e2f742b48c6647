package io.comity.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each bound is reached, in text and in bytes too, and one past it is refused. */
final class FilterBoundsTest {
    private static final Filter LEAF = Filter.field("a").exists();

    private static void holds(Filter filter) {
        assertThat(Filter.parse(filter.text())).isEqualTo(filter);
        assertThat(Filter.decode(filter.encode()).toOptional()).contains(filter);
    }

    private static void refused(ThrowingCallable making, String why) {
        assertThatThrownBy(making).isInstanceOf(FilterException.class).hasMessageContaining(why);
    }

    private static Filter deep(int depth) {
        Filter filter = LEAF;
        for (int i = 1; i < depth; i++) {
            filter = filter.not();
        }
        return filter;
    }

    @Test
    void parts() {
        holds(new Filter.Or(Collections.nCopies(Filter.MAX_NODES - 1, LEAF)));
        refused(() -> new Filter.Or(Collections.nCopies(Filter.MAX_NODES, LEAF)), "at most 256 parts, not 257");
        refused(
                () -> Filter.parse("a exists" + " or a exists".repeat(Filter.MAX_NODES - 1)),
                "column 1: a filter has at most");
    }

    @Test
    void depth() {
        holds(deep(Filter.MAX_DEPTH));
        refused(() -> deep(Filter.MAX_DEPTH + 1), "at most 16 deep");
        int most = Filter.MAX_DEPTH - 1;
        assertThat(Filter.parse("(".repeat(most) + "a exists" + ")".repeat(most)))
                .isEqualTo(LEAF);
        refused(
                () -> Filter.parse("(".repeat(Filter.MAX_DEPTH) + "a exists" + ")".repeat(Filter.MAX_DEPTH)),
                "column 16: ");
        refused(() -> Filter.parse("(".repeat(100_000)), "column 16: ");
    }

    @Test
    void stepsOfAPath() {
        List<String> longest = Collections.nCopies(Path.MAX_STEPS, "x".repeat(Path.MAX_STEP_BYTES));
        holds(new Filter.Exists(new Path(longest)));
        refused(() -> new Path(Collections.nCopies(Path.MAX_STEPS + 1, "x")), "1 to 8 names, not 9");
        refused(() -> new Path(List.of("x".repeat(Path.MAX_STEP_BYTES + 1))), "at most 128 bytes");
        refused(() -> new Path(List.of("é".repeat(Path.MAX_STEP_BYTES / 2) + "x")), "at most 128 bytes");
        refused(() -> new Path(List.of()), "not 0");
    }

    @Test
    void literalsInOneIn() {
        List<Integer> most = IntStream.range(0, Filter.MAX_LITERALS).boxed().toList();
        holds(Filter.field("a").in(most));
        List<Integer> more = new ArrayList<>(most);
        more.add(Filter.MAX_LITERALS);
        refused(() -> Filter.field("a").in(more), "2 to 1024 different values, not 1025");
    }

    @Test
    void bytesOfALiteral() {
        holds(Filter.field("a").is("x".repeat(Literal.MAX_BYTES)));
        refused(
                () -> Filter.field("a").is("x".repeat(Literal.MAX_BYTES + 1)),
                "a text in a filter has at most 256 bytes");
        holds(Filter.field("a").is(new byte[Literal.MAX_BYTES]));
        refused(() -> Filter.field("a").is(new byte[Literal.MAX_BYTES + 1]), "a run of bytes in a filter");
        BigInteger large = BigInteger.ONE.shiftLeft(8 * Literal.MAX_BYTES - 1);
        holds(Filter.field("a").is(large.subtract(BigInteger.ONE)));
        holds(Filter.field("a").is(large.negate()));
        refused(() -> Filter.field("a").is(large), "a number in a filter has at most 256 bytes");
    }

    @Test
    void namesOfTypes() {
        List<String> most =
                IntStream.range(0, Filter.MAX_TYPES).mapToObj(i -> "T" + i).toList();
        holds(new Filter.Type(most));
        List<String> more = new ArrayList<>(most);
        more.add("more");
        refused(() -> new Filter.Type(more), "1 to 256 names, not 257");
        holds(Filter.type("x".repeat(Filter.MAX_TYPE_BYTES)));
        holds(Filter.type("List<String>"));
        refused(() -> Filter.type("x".repeat(Filter.MAX_TYPE_BYTES + 1)), "1 to 128 bytes");
        refused(() -> Filter.type("a\nb"), "nothing invisible");
        refused(() -> Filter.type(), "not 0");
    }

    /** Also the text of the largest, which is all escapes, can be read. */
    @Test
    void bytesOfTheWhole() {
        List<Filter> parts = new ArrayList<>(Collections.nCopies(61, control(Literal.MAX_BYTES)));
        int left = Filter.MAX_BYTES - new Filter.Or(parts).encode().size();
        parts.add(control(left - control(0).encode().size() + 1));
        assertThat(new Filter.Or(parts).encode().size()).isEqualTo(Filter.MAX_BYTES);
        holds(new Filter.Or(parts));
        parts.set(0, Filter.field("ab").is(control()));
        refused(() -> new Filter.Or(parts), "at most 16384 bytes, not 16385");
    }

    @Test
    void bytesOfAnInAndOfNames() {
        List<String> texts = new ArrayList<>(IntStream.range(0, 62)
                .mapToObj(i -> control().substring(10) + String.format("%010d", i))
                .toList());
        int left = Filter.MAX_BYTES - Filter.field("a").in(texts).encode().size();
        texts.add("x".repeat(left - 4));
        assertThat(Filter.field("a").in(texts).encode().size()).isEqualTo(Filter.MAX_BYTES);
        holds(Filter.field("a").in(texts));
        texts.set(62, "x".repeat(left - 3));
        refused(() -> Filter.field("a").in(texts), "at most 16384 bytes, not 16385");
        List<String> names = IntStream.range(0, 130)
                .mapToObj(i -> "x".repeat(125) + String.format("%03d", i))
                .toList();
        holds(new Filter.Type(names.subList(0, 125)));
        refused(() -> new Filter.Type(names), "at most 16384 bytes");
    }

    private static String control() {
        return "\u0001".repeat(Literal.MAX_BYTES);
    }

    private static Filter control(int bytes) {
        return Filter.field("a").is(control().substring(0, bytes));
    }

    @Test
    void charactersOfText() {
        String most = "a exists" + " ".repeat(Source.MAX_CHARS - 8);
        assertThat(Filter.parse(most)).isEqualTo(LEAF);
        refused(() -> Filter.parse(most + " "), "at most 131072 characters of text");
    }
}
